"""What is wrong with a page for somebody who sees, moves or understands differently."""

from __future__ import annotations

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE, NARROW = 375, 320  # pixels; the second is also a wide screen at 400 %
FINGER, STIFF_FINGER = 44, 60  # what can be pressed is at least so wide and high

# Folded matters are looked at too; what floats over the page is left folded.
UNFOLD = (
    "document.querySelectorAll('details.fold, details.ask-first').forEach(it => it.open = true)"
)
ENLARGE = "document.documentElement.dataset.size = 'elder'"
AXE = """colours => axe.run(document, {
    resultTypes: ['violations'], rules: {'color-contrast': {enabled: colours}},
}).then(found => found.violations)"""
TOO_SMALL = """least => [...document.querySelectorAll(
    'a[href], button, summary, select, textarea, input:not([type=hidden]):not([tabindex="-1"])')]
  .map(it => [it, ['radio', 'checkbox'].includes(it.type) ? it.labels[0] : it])
  .filter(([it, seen]) => it.checkVisibility({visibilityProperty: true})
    && getComputedStyle(it).display !== 'inline')  // a word within a sentence
  .map(([it, seen]) => [seen.getBoundingClientRect(), seen.innerText || it.name])
  .filter(([box]) => box.width > 1 && (box.width < least - .5 || box.height < least - .5))
  .map(([box, words]) => `${words.trim()}: ${Math.round(box.width)} x ${Math.round(box.height)}`)
"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')]
  .filter(it => it.getBoundingClientRect().right > innerWidth + .5 && !it.closest('.skip-link'))
  .slice(-1).map(it => `${it.tagName} ${it.className} ${it.innerText ?? ''}`)"""


def misfits(page: Page, *, elder: bool) -> Iterator[str]:
    """A sentence for whatever is too wide for a phone or too small for a finger."""
    page.evaluate(UNFOLD)
    for width in (NARROW, PHONE):
        page.set_viewport_size({"width": width, "height": 740})
        for what in page.evaluate(TOO_WIDE):
            yield f"scrolls sideways at {width}: {what}"
    for words in page.evaluate(TOO_SMALL, STIFF_FINGER if elder else FINGER):
        yield f"too small to press: {words}"


def violations(page: Page, *, colours: bool) -> Iterator[str]:
    """A sentence for each finding of axe; contrast takes most of its time and can be left out."""
    page.evaluate(AXE_SCRIPT)
    for found in page.evaluate(AXE, colours):
        for node in found["nodes"]:
            yield f"{found['id']}: {' '.join(map(str, node['target']))} {node['html'][:120]}"
