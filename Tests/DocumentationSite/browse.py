"""Opens a site in Chromium, follows its links and takes pictures.

    python3 browse.py CHROMIUM SITE BASE-PATH PICTURES

Opens the first page, the guide, each article, each module's page and one symbol in so many. A page fails that isn't
found, that lacks an image, that has an error in the console, or with a link to a page that isn't there. Then it
clicks from page to page, searches, and takes pictures. Last it plants faults in a page, which must be found.
"""

import functools
import http.server
import json
import sys
import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

from check import Site
from playwright.sync_api import sync_playwright

SYMBOLS = 60  # that are opened
PATIENCE = 300_000  # milliseconds: a busy machine is slow, and only a page that never comes is a fault
RENEWAL = 20  # pages, after which the browser gets a new process, since one keeps what it has shown


class Handler(http.server.SimpleHTTPRequestHandler):
    """A web server that has the site under a path, and some of its files replaced."""

    def __init__(self, *arguments, site, **options):
        self.site = site
        super().__init__(*arguments, directory=site.root, **options)

    def translate_path(self, path):
        if not path.startswith(self.site.base + "/"):
            return str(Path(self.directory, "outside of the base path"))
        return super().translate_path(path[len(self.site.base) :])

    def do_GET(self):
        name = unquote(urlsplit(self.path).path[len(self.site.base) + 1 :])
        if name not in self.site.planted:
            return super().do_GET()
        content = self.site.planted[name].encode()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(name))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


class Visitor:
    """A page of the browser, and what is wrong with what it shows."""

    def __init__(self, browser, site, port, **options):
        self.browser = browser
        self.options = options
        self.site = site
        self.root = f"http://127.0.0.1:{port}{site.base}"
        self.faults = []
        self.address = ""
        self.context = None
        self.renew()

    def renew(self):
        if self.context:
            self.context.close()
        self.opened = 0
        self.context = self.browser.new_context(**self.options)
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("response", self.responded)
        self.page.on("requestfailed", lambda request: self.fault(f"{request.url} isn't loaded"))
        self.page.on("pageerror", lambda error: self.fault(f"an error in a script: {error}"))
        self.page.on("console", self.wrote)

    def fault(self, text):
        self.faults.append(f"{self.address}: {text}")

    def responded(self, response):
        if response.status >= 400:
            self.fault(f"{response.url} has status {response.status}")

    def wrote(self, message):
        if message.type in ("error", "warning"):
            self.fault(f"in the console: {message.text}")

    def open(self, address):
        if self.opened == RENEWAL:
            self.renew()
        self.opened += 1
        self.address = address
        self.page.goto(self.root + address)
        self.shown(address)

    def shown(self, address):
        """Waits until a page is shown, and looks at all of it."""
        title = self.site.pages[address]["metadata"]["title"]
        try:
            self.page.wait_for_function(
                "title => [...document.querySelectorAll('h1')].some(h => h.textContent.trim() == title)",
                arg=title)
        except Exception:
            return self.fault(f"isn't shown: no heading is {title!r}")
        # An image is loaded when it comes into view, and DocC shows another one in place of one that is missing.
        self.page.evaluate(
            """async () => {
              for (const image of document.images) image.loading = 'eager';
              await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
            }""")
        for source in self.page.evaluate(
            "() => [...document.images].filter(i => !i.naturalWidth || i.matches('.fallback'))"
            ".map(i => i.alt || i.currentSrc)"
        ):
            self.fault(f"the image {source!r} isn't shown")
        for link in self.page.evaluate("() => [...document.querySelectorAll('a[href]')].map(a => a.href)"):
            if not link.startswith(self.root.removesuffix(self.site.base)):
                continue
            place = unquote(urlsplit(link).path)
            if not place.startswith(self.site.base + "/") or not self.site.has(place[len(self.site.base) :]):
                self.fault(f"{place} leads nowhere")

    def click(self, address):
        """Follows a link of the page that is shown."""
        link = self.page.locator(f'main a[href="{self.site.base}{address}"]').first
        link.click()
        self.page.wait_for_url(f"{self.root}{address}")
        self.shown(address)


def to_open(site):
    """The first page, the guide, the articles and tutorials, the modules, and some of the symbols."""
    pages, symbols = [], []
    for address, page in site.pages.items():
        symbol = page["kind"] == "symbol" or address.endswith("-implementations")
        large = not symbol or address.count("/") == 2
        (pages if large else symbols).append(address)
    return pages + symbols[:: max(1, len(symbols) // SYMBOLS)]


def links_to(site, address):
    """The pages that a page's text and groups name."""
    page = site.pages[address]
    return [page["references"][name]["url"] for section in page["topicSections"] for name in section["identifiers"]
            if name in page["references"]]


def walk(visitor):
    """Clicks from the first page to the guide, to an article of each module and to a symbol, and searches."""
    site = visitor.site
    guide = "/documentation/swiftgenerators"
    for address in links_to(site, guide):
        visitor.open("/documentation")
        visitor.click(guide)
        visitor.click(address)
    # From one module to a symbol of another.
    for address, page in site.pages.items():
        for reference in page["references"].values():
            url = reference.get("url", "")
            if (url in site.pages and page["metadata"].get("role") == "article" and url.count("/") == 3
                    and url.split("/")[2] != address.split("/")[2]):
                visitor.open(address)
                if visitor.page.locator(f'main a[href="{site.base}{url}"]').count():
                    visitor.click(url)
                    break
    # The first page finds a symbol of any module.
    visitor.open("/documentation")
    visitor.page.keyboard.press("/")
    visitor.page.locator(".quick-navigation input").fill("mergeSorted")
    visitor.page.locator(".quick-navigation__match-list a, .quick-navigation__reference").first.click()
    visitor.page.wait_for_url("**/documentation/generatoralgorithms/**")


def pictures(browser, site, port, directory):
    directory.mkdir(parents=True, exist_ok=True)
    addresses = ["/documentation", "/documentation/swiftgenerators", "/documentation/generators",
                 "/documentation/generators/generator", "/documentation/generatoralgorithms"]
    addresses += [address for address in site.pages if address.startswith("/tutorials")][:3]
    addresses += [address for address in links_to(site, "/documentation/swiftgenerators")
                  if address not in addresses and address in site.pages]
    count = 0
    for scheme in ("light", "dark"):
        for device, width, height in (("desktop", 1280, 900), ("phone", 390, 844)):
            visitor = Visitor(browser, site, port, color_scheme=scheme, viewport={"width": width, "height": height})
            # All in the form that most readers have. The others are for the layout, of which a few show each part.
            for address in addresses if (scheme, device) == ("light", "desktop") else addresses[:10]:
                visitor.open(address)
                name = address.strip("/").replace("/", "-")
                visitor.page.screenshot(path=directory / f"{name}-{device}-{scheme}.png")
                count += 1
            if visitor.faults:
                raise SystemExit("\n".join(visitor.faults))
            visitor.context.close()
    return count


def plant(site):
    """A link, an image and a script's error that the browser must find."""
    name = "data/documentation/generators.json"
    link = "doc://Generators/documentation/Generators/planted"
    page = json.loads(site.text(name))
    page["primaryContentSections"][0]["content"].append({"type": "paragraph", "inlineContent": [
        {"type": "reference", "identifier": link, "isActive": True},
        {"type": "image", "identifier": "planted.png"},
    ]})
    page["references"][link] = {
        "type": "topic", "kind": "symbol", "role": "symbol", "title": "planted", "abstract": [],
        "identifier": link, "url": "/documentation/generators/planted",
    }
    page["references"]["planted.png"] = {
        "type": "image", "identifier": "planted.png", "alt": "planted",
        "variants": [{"url": "/images/Generators/planted.png", "traits": ["1x", "light"]}],
    }
    return Site(site.root, site.base, {name: json.dumps(page)})


def serve(site):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, site=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def main(chromium, root, base, directory):
    site = Site(root, base)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        visitor = Visitor(browser, site, serve(site))
        addresses = to_open(site)
        for address in addresses:
            visitor.open(address)
        walk(visitor)
        if visitor.faults:
            raise SystemExit("\n".join(visitor.faults))
        taken = pictures(browser, site, serve(site), Path(directory))

        planted = plant(site)
        visitor = Visitor(browser, planted, serve(planted))
        visitor.open("/documentation/generators")
        visitor.page.goto(visitor.root + "/documentation/generators/nowhere")
        for message in ("/documentation/generators/planted leads nowhere", "planted.png has status 404",
                        "the image 'planted' isn't shown", "nowhere has status 404"):
            if not any(message in fault for fault in visitor.faults):
                raise SystemExit(f"planted, and not found: {message}; found: {visitor.faults}")
        browser.close()
    print(f"{len(addresses)} pages opened in Chromium, {taken} pictures in {directory}")


if __name__ == "__main__":
    main(*sys.argv[1:])
