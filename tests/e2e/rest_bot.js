// A bot in Node as its author would build it: Express, a queue in memory, and twilio's own library. With BY=fetch it
// calls Twilio's API with Node's own fetch instead, which heeds no proxy.
const fs = require("node:fs");
const express = require("express");
const twilio = require("twilio");

const { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token, PORT, BOT_LOG, BY, API = "https://api.twilio.com" } = process.env;
const client = twilio(account, token);
const queue = [];
fs.writeFileSync(BOT_LOG, "");

async function answer({ From: to, To: from }) {
  const body = "Here is what you asked for";
  if (BY !== "fetch") return client.messages.create({ to, from, body });
  const reply = await fetch(`${API}/2010-04-01/Accounts/${account}/Messages.json`, {
    method: "POST",
    headers: { Authorization: "Basic " + Buffer.from(`${account}:${token}`).toString("base64") },
    body: new URLSearchParams({ To: to, From: from, Body: body }),
  });
  if (reply.status !== 201) throw new Error(`HTTP ${reply.status}`);
}

setInterval(() => {
  for (const message of queue.splice(0)) {
    answer(message).then(
      () => fs.appendFileSync(BOT_LOG, "answered\n"),
      (error) => fs.appendFileSync(BOT_LOG, `failed ${error.message} ${error.cause ?? ""}\n`),
    );
  }
}, 50);

const app = express();
app.use(express.urlencoded({ extended: false }));
app.get("/health", (_, reply) => reply.send("ok"));
app.post("/sms", (request, reply) => {
  const url = `http://${request.headers.host}${request.url}`;
  if (!twilio.validateRequest(token, request.headers["x-twilio-signature"], url, request.body)) {
    return reply.status(403).send("bad signature");
  }
  queue.push(request.body);
  return reply.type("text/xml").send("<Response/>");
});
app.listen(Number(PORT), "127.0.0.1");
