"""Where somebody wants to be told besides the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from volunteer.consents.words import SENT
from volunteer.messages import Schema
from volunteer.notices.models import Topic
from volunteer.notices.topics import TOPIC_NAMES
from volunteer.words import word as w

LONGEST_ADDRESS = 254
NO_ADDRESS = w("勾选了内容，就请填上地址")
# What may stand in an address that is put into somebody else's: letters, digits, a few signs.
PLAIN = validate.Regexp(r"^[\w.+-]+(@[\w.-]+)?$", error=w("这里只能有字母、数字和 . + - _ @"))


def _address(channel: str, title: str = "", said: str = SENT) -> fields.String:
    metadata = {
        "title": title,
        "description": said,
    }
    longest = validate.Length(max=LONGEST_ADDRESS)
    if channel == "email":
        told = {**metadata, "x-autocomplete": "email"}
        return fields.Email(load_default="", validate=longest, metadata=told)
    return fields.String(load_default="", validate=[longest, PLAIN], metadata=metadata)


class WaySchema(Schema):
    """One channel: the address there, and what of. No topics: nothing is sent any more."""

    channel = fields.String(required=True)
    address = fields.String(load_default="", validate=validate.Length(max=LONGEST_ADDRESS))
    topics = fields.List(
        fields.Enum(Topic, by_value=True), required=True, validate=validate.Length(max=len(Topic))
    )


class WaysSchema(Schema):
    """Every channel that somebody wants to be told on; those left out send nothing."""

    ways = fields.List(fields.Nested(WaySchema), required=True, validate=validate.Length(max=20))

    @validates_schema
    def each_stands_once(self, data: dict[str, list[dict[str, Any]]], **_: object) -> None:
        """A channel named twice would be two truths."""
        named = [one["channel"] for one in data.get("ways", [])]
        if len(named) != len(set(named)):
            raise ValidationError(w("同一种方式只填一次"), "ways")


class LetGoSchema(Schema):
    """Why something that never arrived is not sent any more."""

    why = fields.String(
        required=True,
        validate=validate.Length(min=2, max=200),
        metadata={
            "title": w("为什么不再发"),
            "description": w("例如：邮箱已经停用。不写人名、电话和地址。"),
        },
    )


def form_schema(channels: Iterable[tuple[str, str, bool]], topics: Iterable[Topic]) -> Schema:
    """The form for these channels (name, title, whether it needs an address) and topics.

    Its fields are `<name>-address` and `<name>-topics`.
    """
    values, names = list(topics), [TOPIC_NAMES[one] for one in topics]
    asked: dict[str, Any] = {}
    for name, title, needs_address in channels:
        if needs_address:
            asked[f"{name}-address"] = _address(name, title)
        asked[f"{name}-topics"] = fields.List(
            fields.String(validate=validate.OneOf([str(one) for one in values], labels=names)),
            load_default=list,
            metadata={"title": w("用它告诉我")}
            if needs_address
            else {"title": title, "description": SENT},
        )
    form: type[Schema] = type("ChannelsForm", (Schema,), asked)
    return form()


def ways_of(
    form: dict[str, Any], channels: Iterable[tuple[str, str, bool]]
) -> list[dict[str, Any]]:
    """What the form says, as `WaysSchema` would."""
    return [
        {
            "channel": name,
            "address": form.get(f"{name}-address", ""),
            "topics": [Topic(one) for one in form[f"{name}-topics"]],
        }
        for name, _title, _needs_address in channels
    ]


def wrong_with(way: Mapping[str, Any], channels: Mapping[str, bool]) -> dict[str, str]:
    """Field -> what is wrong with it, given which channels are open and whether each needs an
    address of one's own."""
    if way["channel"] not in channels:
        return {"channel": w("这里没有开通这种方式")}
    if not channels[way["channel"]] or not way["topics"]:
        return {}
    if not way["address"]:
        return {"address": NO_ADDRESS}
    try:
        _address(way["channel"]).deserialize(way["address"])
    except ValidationError as wrong:
        return {"address": str(wrong.messages[0])}
    return {}


def address_schema(channel: str, title: str) -> Schema:
    """The form for the address on this channel alone."""
    form: type[Schema] = type(
        "AddressForm", (Schema,), {"address": _address(channel, title, w("只有您自己能看到。"))}
    )
    return form()
