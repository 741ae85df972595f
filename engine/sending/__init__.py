"""Sending messages to people: the port, and what delivers behind it.

An adapter never raises for what a server does: what it answered, or that it did not, is a value.
"""

from engine.sending.port import Message, NotSent, Sender, Sent

__all__ = ["Message", "NotSent", "Sender", "Sent"]
