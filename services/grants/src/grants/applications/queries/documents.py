"""Which documents somebody still names."""

from collections.abc import Collection

from sqlalchemy import ARRAY, Text, any_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlmodel import col

from chassis.work import Reads
from grants.applications.tables import Attachment, Submission


async def named_documents(db: Reads, hashes: Collection[str]) -> frozenset[str]:
    """Those of these hashes that a row names, taken out or not, or a frozen version."""
    wanted = any_(literal(list(hashes), ARRAY(Text)))
    by_row = await db.all(select(col(Attachment.sha256)).where(col(Attachment.sha256) == wanted).distinct())
    rest = any_(literal(list(set(hashes).difference(by_row)), ARRAY(Text)))
    each = func.jsonb_path_query_array(col(Submission.content), cast("$.attachments[*].sha256", JSONPATH))
    frozen = select(func.jsonb_array_elements_text(each).label("sha256")).subquery()
    by_version = await db.all(select(frozen.c.sha256).where(frozen.c.sha256 == rest).distinct())
    return frozenset([*by_row, *by_version])
