"""An inbound MMS: one medium, often without a caption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.message.form import SID, Content, Media, common, media_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.message.form import Account, Field

CAPTIONS = ("", "", "A voice note about the kitchen 🎤")
MEDIA = (Media(content_type="audio/ogg"),)
"""The default medium: a voice note, as the original script sent."""


def contents(_: Sequence[str], media: Sequence[Media]) -> tuple[Content, ...]:
    """Return everything an MMS may say: each medium with each caption."""
    return tuple(
        Content(text=caption, media=medium, place=place) for place, medium in enumerate(media) for caption in CAPTIONS
    )


def form(content: Content, account: Account) -> list[Field]:
    """Return the parameters of an MMS; `NumSegments` is the number of media, as captures show."""
    media = content.media or MEDIA[0]
    fields = [(name, "1" if name == "NumMedia" else value) for name, value in common(content, account, segments=1)]
    fields.insert(1, ("MediaContentType0", media.content_type))
    fields.insert(-1, ("MediaUrl0", media_url(content, account, SID)))
    return fields
