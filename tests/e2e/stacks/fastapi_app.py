"""The app of Twilio's tutorial for FastAPI: every field of the form is required. Argument: the port."""

import os
import sys

import uvicorn
from fastapi import FastAPI, Form, HTTPException, Request, Response
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

app = FastAPI()
validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])


@app.post("/sms")
async def chat(request: Request, From: str = Form(...), Body: str = Form(...)) -> Response:  # noqa: FAST002, N803
    """Answer with what was said."""
    form = await request.form()
    if not validator.validate(str(request.url), form, request.headers.get("X-Twilio-Signature", "")):
        raise HTTPException(status_code=400, detail="Error in Twilio Signature")
    response = MessagingResponse()
    response.message(f"Hi {From}, you said: {Body}")
    return Response(content=str(response), media_type="application/xml")


uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
