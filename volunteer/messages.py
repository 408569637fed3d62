"""What marshmallow says when a form is not right, in our words, for page and API alike.

Importing this module sets the messages, because a field copies them when it is built: let every
schema inherit from `Schema` here and the order is right by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import RAISE, ValidationError, fields, pre_load, validate
from marshmallow import Schema as PlainSchema

from volunteer.words import word as w


class Sentence(str):
    """A message that is translated at the moment marshmallow fills in its figures."""

    __slots__ = ()
    in_language: Callable[[str], str] = staticmethod(str)

    def format(self, *args: object, **figures: object) -> str:
        return self.in_language(str(self)).format(*args, **figures)


class RangeSentence(str):
    """Range formats twice: first with its operators, when built, then with its figures."""

    __slots__ = ()

    def format(self, *args: object, **operators: object) -> str:
        return Sentence(_RANGES[str(self), *map(str, operators.values())])


def speak(translate: Callable[[str], str]) -> None:
    """From now on messages go through this translation (create_app gives flask_babel's)."""
    Sentence.in_language = staticmethod(translate)


_RANGES = {
    ("min", ">="): w("不能小于 {min}"),
    ("min", ">"): w("要大于 {min}"),
    ("max", "<="): w("不能大于 {max}"),
    ("max", "<"): w("要小于 {max}"),
    ("all", ">=", "<="): w("请填 {min} 到 {max} 之间的数"),
    ("all", ">", "<="): w("要大于 {min}，不超过 {max}"),
    ("all", ">=", "<"): w("不小于 {min}，要小于 {max}"),
    ("all", ">", "<"): w("要大于 {min}，小于 {max}"),
}

_FIELDS: dict[type[fields.Field[Any]], dict[str, str]] = {
    fields.Field: {
        "required": w("这一项要填"),
        "null": w("这一项不能空着"),
        "validator_failed": w("这里填得不对，请看看再改"),
    },
    fields.Nested: {"type": w("格式不对")},
    fields.List: {"invalid": w("请给出一个列表")},
    fields.Dict: {"invalid": w("格式不对")},
    fields.String: {"invalid": w("请填文字"), "invalid_utf8": w("文字编码不对")},
    fields.UUID: {"invalid_uuid": w("编号格式不对")},
    fields.Number: {"invalid": w("请填数字"), "too_large": w("这个数太大了")},
    fields.Integer: {"invalid": w("请填整数")},
    fields.Float: {"special": w("请填数字")},
    fields.Decimal: {"special": w("请填数字")},
    fields.Boolean: {"invalid": w("请选是或否")},
    fields.DateTime: {
        "invalid": w("时间请写成 2026-03-28T10:00 这样"),
        "invalid_awareness": w("时间要带时区，例如 +08:00"),
        "format": w("时间格式不对"),
    },
    fields.Time: {"invalid": w("时间请写成 10:00 这样")},
    fields.Date: {"invalid": w("日期请写成 2026-03-28 这样"), "format": w("日期格式不对")},
    fields.Enum: {"unknown": w("请从这些里选：{choices}")},
    fields.Url: {"invalid": w("网址不对")},
    fields.Email: {"invalid": w("邮箱地址不对，例如 name@example.org")},
}

_VALIDATORS: dict[type, dict[str, str]] = {
    validate.Length: {
        "message_min": w("至少 {min} 个字"),
        "message_max": w("最多 {max} 个字"),
        "message_all": w("请写 {min} 到 {max} 个字"),
        "message_equal": w("应是 {equal} 个字"),
    },
    validate.Equal: {"default_message": w("应是 {other}")},
    validate.Regexp: {"default_message": w("格式不对，请看看再改")},
    validate.OneOf: {"default_message": w("请从给出的里面选")},
    validate.NoneOf: {"default_message": w("这个不能用，请换一个")},
    validate.ContainsOnly: {"default_message": w("有些不在可选的里面")},
    validate.Email: {"default_message": w("邮箱地址不对，例如 name@example.org")},
    validate.URL: {"default_message": w("网址不对")},
}


def _set_messages() -> None:
    """Every field and validator built from now on speaks our words."""
    for field, said in _FIELDS.items():
        field.default_error_messages = {
            **field.default_error_messages,
            **{key: Sentence(text) for key, text in said.items()},
        }
    for validator, attributes in _VALIDATORS.items():
        for name, text in attributes.items():
            setattr(validator, name, Sentence(text))
    for which in ("min", "max", "all"):
        setattr(validate.Range, f"message_{which}", RangeSentence(which))
    for name, sign in {"gte": ">=", "gt": ">", "lte": "<=", "lt": "<"}.items():
        setattr(validate.Range, f"message_{name}", sign)


_set_messages()

# NUL, and half of a surrogate pair: JSON can say them, databases cannot keep them.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
_UNKEEPABLE_SAID = Sentence(w("这里有不能保存的字符，请删掉再试"))


_SCHEMA = {"type": w("格式不对"), "unknown": w("没有这一项")}


class Schema(PlainSchema):
    """A schema of ours: nothing unknown slips in, and it speaks our words."""

    error_messages = _SCHEMA

    class Meta:
        unknown = RAISE

    @pre_load
    def refuse_what_cannot_be_kept(self, data: Any, **_: object) -> Any:
        """Text that no database could keep is refused beside its field."""
        typed = data.items() if isinstance(data, Mapping) else ()
        wrong = [name for name, text in typed if isinstance(text, str) and _UNKEEPABLE.search(text)]
        if wrong:
            raise ValidationError({name: [_UNKEEPABLE_SAID.format()] for name in wrong})
        return data

    def handle_error(self, error: ValidationError, *_: object, **__: object) -> None:
        """What marshmallow passed on as it stood is said in the reader's language as well."""
        error.messages = _translated(error.messages)


def _translated(said: Any) -> Any:
    if isinstance(said, str):
        return Sentence.in_language(said)
    if isinstance(said, Mapping):
        return {name: _translated(more) for name, more in said.items()}
    return [_translated(one) for one in said]
