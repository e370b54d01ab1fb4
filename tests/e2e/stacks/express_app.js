// The app of Twilio's tutorial for Express. FORMS=no leaves out the line that parses forms; argument: the port.
const express = require("express");
const twilio = require("twilio");

const app = express();
if (process.env.FORMS !== "no") app.use(express.urlencoded({ extended: false }));
app.post("/sms", twilio.webhook({ protocol: "http" }), (request, response) => {
  const reply = new twilio.twiml.MessagingResponse();
  reply.message(`Thanks for: ${request.body.Body}`);
  response.type("text/xml").send(reply.toString());
});
app.listen(Number(process.argv[2]), "127.0.0.1");
