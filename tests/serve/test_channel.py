"""The message stream: whole messages or the end, never half of one."""

import asyncio
import socket

import pytest

from playground.serve import channel


def test_messages_arrive_whole_and_in_order() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        end = channel.Channel(ours)
        theirs.sendall(channel.pack(b"") + channel.pack(b"two"))
        assert end.receive() == b""
        assert end.poll(0)
        assert end.receive() == b"two"
        assert not end.poll(0)


def test_half_a_message_is_the_end() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        end = channel.Channel(ours)
        theirs.sendall(channel.pack(b"hello")[:-1])
        theirs.close()
        with pytest.raises(EOFError):
            end.receive()


def test_sending_to_nobody_is_the_end() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours, pytest.raises(EOFError):
        channel.Channel(ours).send(b"hello")


def test_a_large_message_crosses_to_the_asynchronous_end() -> None:
    async def receive(end: socket.socket) -> bytes:
        reader, writer = await asyncio.open_connection(sock=end)
        message = await channel.read(reader)
        writer.close()
        return message

    ours, theirs = socket.socketpair()
    with ours:
        large = bytes(50_000)
        channel.Channel(ours).send(large)
        assert asyncio.run(receive(theirs)) == large
