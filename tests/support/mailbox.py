"""A real mail server on loopback that takes letters or gives configured answers."""

import socket
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller


class Box:
    """What came in, and how each letter and each receiver is answered; `drop` hangs up after the letter."""

    def __init__(self, answer="250 OK", at_rcpt="250 OK"):
        self.answer, self.at_rcpt, self.letters = answer, at_rcpt, []
        self.raw, self.senders, self.receivers, self.greetings = [], [], [], 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.greetings += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_rcpt

    async def handle_DATA(self, server, session, envelope):
        self.raw.append(envelope.content)
        self.senders.append(envelope.mail_from)
        self.receivers += envelope.rcpt_tos
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        if self.answer == "drop":
            server.transport.abort()
        return self.answer


@pytest.fixture
def mail_server():
    """`mail_server(box)` starts one, that offers SMTPUTF8 or does not; its port. All end with the test."""
    controllers = []

    def start(box: Box, *, utf8: bool = True) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port, server_hostname="box", enable_SMTPUTF8=utf8)
        controller.start()
        controllers.append(controller)
        return port

    yield start
    for controller in controllers:
        controller.stop()
