"""What an answer must not tell of the inside (ASVS 16.5.1, 13.4.6)."""

import re

import httpx

INSIDES = re.compile(
    r"Traceback|File \"|site-packages|/usr/|/home/|/root/|\.py\b|sqlalchemy|asyncpg|psycopg|pydantic|fastapi|starlette|uvicorn|httpx|joserfc"
    r"|PostgreSQL|postgres|\bSELECT\b|\bINSERT\b|\bUPDATE\b|\bDELETE\b|\bFROM\b|\bWHERE\b|relation \"|constraint|_[a-z]+_(key|fkey|check)\b|\buq_|\bck_|\bfk_"
    r"|Exception|Error:|<class|object at 0x|127\.0\.0\.1|localhost|Python"
)
HEADERS = ("server", "x-powered-by", "via")
"""Names that tell which program answers."""


def leaks(answer: httpx.Response) -> list[str]:
    """Words of the inside in a negative answer, and headers that name a program."""
    found = [name for name in HEADERS if name in answer.headers]
    return found + ([match.group() for match in INSIDES.finditer(answer.text)] if answer.is_error else [])
