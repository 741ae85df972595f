"""What an editor asks of definitions while they are being written. Pure: no protocol, no server."""
