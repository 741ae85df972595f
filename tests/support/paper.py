"""Whether a page that is printed loses nothing at the edge of the paper."""

from playwright.sync_api import Page

_WIDTH = 672  # of A4 between its margins, at 96 dots an inch
_CUT = """() => [...document.querySelectorAll("main *")].filter(one => {
  const box = one.getBoundingClientRect();
  const is_wide = one.matches(".scrolls") && one.scrollWidth > one.clientWidth + 1;
  return is_wide || box.width > 1 && (box.left < -1 || box.right > innerWidth + 1);
}).map(one => `${one.tagName} ${one.textContent.trim().slice(0, 40)}`)"""


def cut(page: Page) -> list[str]:
    """What would stand beside the paper; the page is on a screen again afterwards."""
    size = page.viewport_size
    assert size is not None
    page.emulate_media(media="print")
    page.set_viewport_size({"width": _WIDTH, "height": 900})
    found: list[str] = page.evaluate(_CUT)
    page.set_viewport_size(size)
    page.emulate_media(media="screen")
    return found
