"""Checks the files of a site: each link, image and anchor leads somewhere, each page is reached from the first
page, and each public symbol is under a heading of its own, not of DocC's.

    python3 check.py SITE [BASE-PATH]      all checks, and that faults planted in a page are found
    python3 check.py --curation SITE       prints the symbols that no `Topics` heading has
"""

import json
import os
import re
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

# What stays in DocC's own groups: the cases of an enumeration, the implementations of a protocol's requirements and
# the pages of the modules that this one extends.
AUTOMATIC = {"Default Implementations", "Enumeration Cases", "Extended Modules", "Extensions"}
# A type with more members than these has headings of its own.
MEMBERS = 12


class Site:
    """The files of a site. Some of them may be replaced, to see that a fault is found."""

    def __init__(self, root, base="", planted=None):
        self.root = Path(root)
        self.base = base
        self.planted = planted or {}
        self.files = {
            str(Path(directory, name).relative_to(self.root))
            for directory, _, names in os.walk(self.root)
            for name in names
        }
        self.pages = {
            "/" + name[len("data/") : -len(".json")]: json.loads(self.text(name))
            for name in sorted(self.files)
            if name.startswith("data/") and name.endswith(".json")
        }

    def text(self, name):
        return self.planted.get(name) or (self.root / name).read_text()

    def has(self, address):
        """Whether a file of the site has this address, without the base path."""
        name = unquote(address).lstrip("/")
        return name in self.files or f"{name.rstrip('/')}/index.html".lstrip("/") in self.files


def walk(value):
    """Each object in a page."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)


def anchors(page):
    """The anchors of a page: the headings of its text, its groups and its sections."""
    found = {value["anchor"] for value in walk(page) if isinstance(value.get("anchor"), str)}
    titles = [section.get("title") for key in page if key.endswith("Sections") for section in page[key]]
    found |= {title.replace(" ", "-") for title in titles if title}
    return found | {"topics", "see-also", "relationships", "discussion", "overview", "mentions", "parameters",
                    "return-value", "declarations", "app-top"}


def links(site):
    """The faults of the pages, and for each page those that it leads to."""
    faults = []
    leads = {}
    headings = {address: {anchor.lower() for anchor in anchors(page)} for address, page in site.pages.items()}
    for address, page in site.pages.items():
        references = page.get("references", {})
        leads[address] = set()
        named = set()
        body = {key: value for key, value in page.items() if key != "references"}
        for value in walk(body):
            if value.get("type") == "reference":
                named.add(value["identifier"])
            elif value.get("type") in ("image", "video") and "identifier" in value:
                named.add(value["identifier"])
            # The other declarations of a function that has several.
            for other in value.get("otherDeclarations", {}).get("declarations", []):
                named.add(other["identifier"])
            for key in ("identifiers", "tutorials", "modules"):
                if all(isinstance(name, str) for name in value.get(key, [])):
                    named |= set(value.get(key, []))
        for name in sorted(named):
            if name not in references:
                faults.append(f"{address}: nothing is known of {name}")
        for name, reference in references.items():
            if reference.get("type") in ("image", "video", "download"):
                places = [variant["url"] for variant in reference.get("variants", [])] or [reference.get("url")]
                faults += [f"{address}: {place} is missing" for place in places if not site.has(place)]
            if "url" not in reference or reference.get("type") in ("image", "video", "download", "link"):
                continue
            place, _, anchor = reference["url"].partition("#")
            if re.match("[a-z]+:", place):
                continue
            place = place.lower() or address
            # A chapter is a name in the path above a tutorial, and no page.
            if site.pages.get(place.rpartition("/")[0], {}).get("metadata", {}).get("role") == "overview":
                continue
            if place not in site.pages or not site.has(place):
                faults.append(f"{address}: {reference['url']} leads nowhere")
                continue
            if anchor and unquote(anchor).lower() not in headings[place]:
                faults.append(f"{address}: {reference['url']} has no such heading")
            if name in named or any(name == step for path in page.get("hierarchy", {}).get("paths", []) for step in path):
                leads[address].add(place)
    return faults, leads


def reached(site, leads):
    """The pages that no chain of links leads to."""
    seen = {"/documentation"}
    waiting = ["/documentation"]
    while waiting:
        for address in leads.get(waiting.pop(), ()):
            if address not in seen:
                seen.add(address)
                waiting.append(address)
    return [f"{address}: no link leads to it" for address in site.pages if address not in seen]


def navigator(site):
    """The index of the sidebar and of the search names pages."""
    faults = []
    for entry in walk(json.loads(site.text("index/index.json"))):
        path = entry.get("path")
        if path and path.lower() not in site.pages:
            faults.append(f"index/index.json: {path} leads nowhere")
    return faults


def frames(site):
    """Each page's HTML names files of the site."""
    faults = []
    known = {}
    for name in sorted(site.files):
        if not name.endswith(".html"):
            continue
        for place in re.findall(r'(?:src|href)="([^"]+)"', site.text(name)):
            if place not in known:
                known[place] = place.startswith(site.base + "/") and site.has(place[len(site.base) :])
            if not known[place]:
                faults.append(f"{name}: {place} is missing")
    return faults


def markdown(site):
    """The Markdown files: one for each page, with links that lead somewhere."""
    faults = []
    for name in sorted(name for name in site.files if name.endswith((".md", "llms.txt"))):
        source = re.sub(r"```.*?```|`[^`\n]*`(?!\])", "", site.text(name), flags=re.S)
        faults += [f"{name}: {place} is no link" for place in re.findall(r"doc:[^\s>)]+", source)]
        for place in re.findall(r"\]\((/(?:[^()\s]|\([^()\s]*\))*)\)", source):
            path = place.partition("#")[0]
            if not path.startswith(site.base + "/") or not site.has(path[len(site.base) :]):
                faults.append(f"{name}: {place} leads nowhere")
    for name in sorted(name for name in site.files if name.startswith("markdown/")):
        for page in json.loads(site.text(name))["documents"]:
            if not site.has(f"/data{page['identifier'].lower()}.md"):
                faults.append(f"{name}: {page['identifier']} has no file")
    return faults


def uncurated(site):
    """The symbols that are in a group of DocC's and in none of ours, by module."""
    curated, automatic = set(), defaultdict(list)
    for address, page in site.pages.items():
        for section in page.get("topicSections", []):
            if not section.get("generated"):
                curated |= set(section["identifiers"])
            elif section["title"] not in AUTOMATIC and not section["title"].startswith("Extended "):
                automatic[address] += section["identifiers"]
    found = defaultdict(list)
    for address, names in automatic.items():
        names = [name for name in names if name not in curated]
        kind = site.pages[address]["metadata"].get("symbolKind")
        # A module, a type of another module that it extends and no heading has, or a large type.
        known = site.pages[address]["identifier"]["url"] in curated
        if kind == "module" or kind == "extension" and not known or len(names) > MEMBERS:
            module = site.pages[address]["identifier"]["url"].split("/")[4]
            found[module] += [name.split("/", 5)[-1] for name in names]
    return found


def curation(site):
    return [
        f"{module}: no `Topics` heading has {name}" for module, names in uncurated(site).items() for name in names
    ]


def check(site):
    faults, leads = links(site)
    return faults + reached(site, leads) + navigator(site) + frames(site) + markdown(site) + curation(site)


def plant(root, base):
    """Faults that the checks must find, one of each kind."""
    def page(change):
        name = "data/documentation/generators.json"
        value = json.loads((Path(root) / name).read_text())
        change(value)
        return {name: json.dumps(value)}

    def refer(value, name, reference):
        value["primaryContentSections"][0]["content"].append(
            {"type": "paragraph", "inlineContent": [{"type": "reference", "identifier": name, "isActive": True}]}
        )
        if reference:
            value["references"][name] = reference

    def uncurate(value):
        for section in value["topicSections"]:
            section["generated"] = True

    topic = {"type": "topic", "title": "", "url": "/documentation/generators/planted"}
    anchor = {"type": "topic", "title": "", "url": "/documentation/generators/generator#planted"}
    image = {"type": "image", "variants": [{"url": "/images/Generators/planted.png", "traits": []}]}
    name = "data/documentation/generators.md"
    return {
        "a link": (page(lambda value: refer(value, "planted", topic)), "/generators/planted leads nowhere"),
        "an anchor": (page(lambda value: refer(value, "planted", anchor)), "generator#planted has no such heading"),
        "an image": (page(lambda value: refer(value, "planted", image)), "planted.png is missing"),
        "a reference": (page(lambda value: refer(value, "doc://planted", None)), "nothing is known of doc://planted"),
        "a symbol without a heading": (page(uncurate), "Generators: no `Topics` heading has"),
        "a link in Markdown": ({name: f"[planted]({base}/data/planted.md)"}, "/data/planted.md leads nowhere"),
        "a page's script": ({"documentation/generators/index.html": f'<script src="{base}/js/planted.js">'},
                            "/js/planted.js is missing"),
        "an entry of the navigator": ({"index/index.json": '{"path": "/documentation/planted"}'},
                                      "/documentation/planted leads nowhere"),
    }


def main(arguments):
    if arguments[0] == "--curation":
        found = uncurated(Site(arguments[1]))
        for module, names in sorted(found.items()):
            print(f"{module}: {len(names)}", *sorted(names), sep="\n  ")
        return
    root, base = arguments[0], arguments[1] if len(arguments) > 1 else ""
    site = Site(root, base)
    faults = check(site)
    for fault in faults:
        print(fault, file=sys.stderr)
    missed = []
    for name, (files, message) in plant(root, base).items():
        if not any(message in fault for fault in check(Site(root, base, files))):
            missed.append(name)
            print(f"planted, and not found: {name}", file=sys.stderr)
    if faults or missed:
        raise SystemExit(f"{len(faults)} faults of {len(site.pages)} pages")
    print(f"{len(site.pages)} pages: each link, image and anchor leads somewhere")


if __name__ == "__main__":
    main(sys.argv[1:])
