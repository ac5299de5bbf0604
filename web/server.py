"""uvicorn, which at its end waits for all answers: those that never end by themselves are ended first."""

import socket

import uvicorn
from fastapi import FastAPI

from embrace3k.annotator.feed import Feed


class Server(uvicorn.Server):
    """A client that takes nothing more of its answer is cut off after the config's `timeout_graceful_shutdown`."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app = self.config.app
        assert isinstance(app, FastAPI)
        feed: Feed = app.state.feed
        feed.close()
        await super().shutdown(sockets)
