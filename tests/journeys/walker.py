"""Somebody before a screen, with a browser of their own: only what is seen can be used."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect


def begins(words: str) -> re.Pattern[str]:
    """What is seen of a label or a button; marks and words for listeners may follow."""
    return re.compile(f"^\\s*{re.escape(words)}")


class Walker:
    """A person at a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, path: str) -> Walker:
        """The page stands before the walker, and is no error page."""
        answer = self.page.goto(path)
        assert answer and answer.ok, path
        return self

    def looks_again(self) -> Walker:
        """The page as it is by now."""
        self.page.reload()
        return self

    def types(self, label: str, words: str) -> Walker:
        """The field so labelled holds the words."""
        self.field(label).fill(words)
        return self

    def chooses(self, label: str, option: str) -> Walker:
        """The list so labelled stands at the option."""
        self.field(label).select_option(label=option)
        return self

    def ticks(self, label: str) -> Walker:
        """The box or the one of several is ticked."""
        self.main.get_by_text(begins(label)).first.click()
        return self

    def presses(self, label: str) -> Walker:
        """The only button with these words was pressed, and the next page is there."""
        self.main.get_by_role("button", name=begins(label)).click()
        return self

    def follows(self, label: str) -> Walker:
        """The first link with these words leads to the next page."""
        self.main.get_by_role("link", name=begins(label)).first.click()
        return self

    def unfolds(self, words: str) -> Walker:
        """What was folded under these words is seen."""
        self.main.locator("summary").filter(has_text=begins(words)).first.click()
        return self

    def sees(self, *sentences: str) -> Walker:
        """All of it stands on the page."""
        for words in sentences:
            expect(self.main).to_contain_text(words)
        return self

    def misses(self, *sentences: str) -> Walker:
        """Nothing of it stands on the page."""
        for words in sentences:
            expect(self.main).not_to_contain_text(words)
        return self

    def field(self, label: str) -> Locator:
        """The field so labelled."""
        return self.main.get_by_label(begins(label)).first

    @property
    def main(self) -> Locator:
        """The page without what stands around every page."""
        return self.page.locator("main")
