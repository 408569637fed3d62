"""Somebody who has only a keyboard: every stop is seen, and nothing lies over it."""

from __future__ import annotations

from playwright.sync_api import Page

FARTHEST = 80  # stops on one page
# What has the focus, as it is called on the page; how its ring is drawn; whether it is in sight.
STOP = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const seen = it.labels?.length && ['radio', 'checkbox'].includes(it.type) ? it.labels[0] : it;
  const ring = getComputedStyle(seen).outlineStyle + getComputedStyle(it).outlineStyle
    + getComputedStyle(it).boxShadow;
  const bar = document.querySelector('.bottom-bar');
  const floor = bar && getComputedStyle(bar).position === 'fixed' && !bar.contains(it)
    ? bar.getBoundingClientRect().top : innerHeight;
  const words = it.labels?.[0]?.innerText ?? it.innerText;
  return {words: words.trim(), ring: ring !== 'nonenonenone',
    clear: box.top < floor && box.bottom > 0};
}"""


class Keyboard:
    """A person with a keyboard at a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def goes_to(self, words: str) -> Keyboard:
        """The focus is on what begins with these words, reached by Tab alone."""
        for _ in range(FARTHEST):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            assert stop["ring"], f"nothing shows that {stop['words']!r} has the focus"
            assert stop["clear"], f"{stop['words']!r} has the focus and is out of sight"
            if stop["words"].startswith(words):
                return self
        raise AssertionError(f"Tab never reaches {words!r} on {self.page.url}")

    def enters(self, words: str) -> Keyboard:
        """The link or button was pressed."""
        with self.page.expect_navigation():
            self.goes_to(words).page.keyboard.press("Enter")
        return self

    def writes(self, label: str, words: str) -> Keyboard:
        """The field holds the words."""
        self.goes_to(label).page.keyboard.type(words)
        return self

    def picks(self, label: str, key: str) -> Keyboard:
        """One of several is chosen with this key."""
        self.goes_to(label).page.keyboard.press(key)
        return self
