"""A process that needs an access token: prints the one it got. Arguments: database URL, key, Zalo's address."""

from __future__ import annotations

import asyncio
import sys

from bots.post.engine import Database
from bots.post.tokens import SqlTokens
from bots.seal import Seal
from bots.zalo.oa_tokens import Tokens
from bots.zalo.oauth import OAuth

OA_ID, APP_ID, APP_SECRET = "388613280878808645", "360846524940903967", "app-secret-for-tests"


def main() -> None:
    url, key, zalo = sys.argv[1:]
    tokens = Tokens(OA_ID, SqlTokens(Database(url), Seal(key)), OAuth(APP_ID, APP_SECRET, zalo).refresh)
    print(asyncio.run(tokens.access()), flush=True)


if __name__ == "__main__":
    main()
