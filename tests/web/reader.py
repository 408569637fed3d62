"""Somebody who reads pages and presses their buttons: only what a page offers can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

UNSEEN = ("script", "style", "title", "svg")
VOID = ("input", "br", "meta", "link", "hr", "img")


@dataclass
class PageForm:
    """One form of a page: where it goes, what stands in it, what its buttons say."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class Page(HTMLParser):
    """What a page says in its main part, and the forms and links on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: dict[str, str] = {}
        self.words: list[str] = []
        self.headings: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        # Words since the button, link or heading opened: those that are seen, and all that are
        # heard. Buttons that look alike are told apart by what only listeners get.
        self._said: list[str] = []
        self._heard: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, told))
        if tag == "form":
            self.forms.append(PageForm(told["action"], told.get("method", "get")))
        elif tag == "input":
            self._input(told)
        elif tag == "select":
            self.forms[-1].fields[told["name"]] = []
        elif tag == "option":
            select = next(given for name, given in reversed(self._open) if name == "select")
            chosen = self.forms[-1].fields[select["name"]]
            if "selected" in told or not chosen:
                chosen[:] = [told["value"]]
        if tag in ("button", "a", "h1", "h2", "h3", "textarea"):
            self._said, self._heard = [], []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed at once, as the strokes of an icon are: nothing to read in it."""

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, told = self._open.pop()
            if name == tag:
                break
        said, heard = (" ".join("".join(one).split()) for one in (self._said, self._heard))
        if tag == "button" and self.forms:
            sends = (told.get("name", ""), told.get("value", ""))
            self.forms[-1].buttons |= {said: sends, heard: sends}
        elif tag == "textarea":
            self.forms[-1].fields[told["name"]] = ["".join(self._said).removeprefix("\n")]
        elif tag == "a":
            self.links[said] = told["href"]
        elif tag in ("h1", "h2", "h3"):
            self.headings.append(said)

    def handle_data(self, data: str) -> None:
        around = [name for name, _ in self._open]
        hidden = any("visually-hidden" in told.get("class", "") for _, told in self._open)
        if any(name in UNSEEN for name in around):
            return
        self._heard.append(data)
        if hidden:
            return
        self._said.append(data)
        if data.strip() and "main" in around and "option" not in around:
            self.words.append(data.strip())

    def _input(self, told: Mapping[str, str]) -> None:
        if not self.forms or "name" not in told:
            return
        kind, given = told.get("type", "text"), self.forms[-1].fields
        ticked = kind in ("radio", "checkbox")
        if ticked and "checked" not in told:
            return
        given.setdefault(told["name"], []).append(told.get("value", "on" if ticked else ""))


class Reader:
    """A browser without scripts, for one person or for nobody."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.answer: TestResponse
        self.page: Page

    def opens(self, path: str) -> Reader:
        """The page stands before the reader, wherever it led."""
        return self._sees(self.client.get(path))

    def presses(self, label: str, typed: Mapping[str, str | list[str]] | None = None) -> Reader:
        """The form with this button is sent, with what was typed over what stood in it."""
        form = next((one for one in self.page.forms if label in one.buttons), None)
        assert form, f"no button {label!r} but {self.buttons}"
        name, value = form.buttons[label]
        sent = {**form.fields, **({name: [value]} if name else {}), **(typed or {})}
        if form.method == "get":
            return self._sees(self.client.get(form.action, query_string=sent))
        return self._sees(self.client.post(form.action, data=sent))

    def follows(self, label: str) -> Reader:
        """The link with these words leads to the next page."""
        return self.opens(self.page.links[label])

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def path(self) -> str:
        """Where the reader stands."""
        return self.answer.request.path

    @property
    def text(self) -> str:
        """What the main part of the page says, without what is hidden."""
        return self.page.text

    @property
    def buttons(self) -> list[str]:
        """What can be pressed on the page."""
        return [label for form in self.page.forms for label in form.buttons]

    def _sees(self, answer: TestResponse) -> Reader:
        while answer.location:
            answer = self.client.get(answer.location)
        assert answer.status_code < 500, answer.text
        self.answer, self.page = answer, Page(answer.text)
        return self
