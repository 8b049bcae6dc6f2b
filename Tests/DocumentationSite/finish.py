"""Makes a site of what `docc merge` has written: its first page, the Markdown files' links and their index.

    python3 finish.py SITE BASE-PATH ARCHIVE ...

The archives are in the order of the first page; the first one is the guide.
"""

import json
import os
import re
import shutil
import sys
from pathlib import Path

GROUPS = [
    ("Generators", ["Generators", "CompiledGenerators", "AsyncGenerators", "GeneratorAlgorithms"]),
    ("Files, records and formats", ["GeneratorSources", "GeneratorGzip", "GeneratorFoundation"]),
    ("Tasks and connections", ["GeneratorScheduling", "GeneratorNetworking"]),
    ("All cores and many machines", ["GeneratorParallel", "GeneratorWorkers", "GeneratorWorkerCommand"]),
    ("Debugging", ["GeneratorDebugging"]),
]

# So that most lines of a program fit into half of a page.
STYLE = "<style>.row .code-listing code, .row .code-listing .code-line { font-size: 12px; line-height: 1.5; }</style>"


def read(path):
    return json.loads(path.read_text())


def write(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def text(inline):
    """The plain text of a page's abstract."""
    return "".join(part.get("text") or part.get("code") or text(part.get("inlineContent", [])) for part in inline)


def finish(site, base, archives):
    data = site / "data"
    names = [archive.stem for archive in archives]
    guide, modules = names[0], names[1:]
    grouped = [name for _, group in GROUPS for name in group]
    if sorted(grouped) != sorted(modules):
        raise SystemExit(f"the groups of the first page have not the site's modules: {set(grouped) ^ set(modules)}")

    # `docc merge` has the modules in the order of the alphabet.
    first = read(data / "documentation.json")
    by_name = {name: f"doc://{name}/documentation/{name}" for name in names}
    first["topicSections"] = [{"title": "Start here", "identifiers": [by_name[guide]]}] + [
        {"title": title, "identifiers": [by_name[name] for name in group]} for title, group in GROUPS
    ]
    guide_page = read(data / f"documentation/{guide.lower()}.json")
    first["abstract"] = guide_page["abstract"]
    first["references"][by_name[guide]]["role"] = "article"  # which gives it an icon, as the modules have one
    write(data / "documentation.json", first)

    # The address of the site leads to its first page.
    (site / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>swift-generators</title>'
        f'<meta http-equiv="refresh" content="0; url={base}/documentation/">'
        f'<a href="{base}/documentation/">Documentation</a></html>\n'
    )

    # `docc merge` keeps what belongs to one archive: the first one's.
    for path in list(site.glob("*-markdown-manifest.json")) + [
        site / "link-hierarchy.json", site / "linkable-entities.json", site / "metadata.json"
    ]:
        path.unlink(missing_ok=True)
    (site / "markdown").mkdir()
    titles, pages = {}, {}
    for name, archive in zip(names, archives):
        manifest = archive / f"{name}-markdown-manifest.json"
        shutil.copy(manifest, site / "markdown" / f"{name}.json")
        for page in read(manifest)["documents"]:
            titles[page["identifier"]] = page["title"]
            pages.setdefault(name, []).append(page)

    add_header(site, base)
    mend_hierarchies(data)
    mend_markdown(data, base, titles)
    write_index(site, base, names, pages)


def add_header(site, base):
    """Each page begins with links to the first page, which searches all modules, and to the guide."""
    (site / "theme-settings.json").write_text('{"meta": {"title": "swift-generators"}}\n')
    header = Path(__file__).with_name("header.html").read_text().replace("BASE", base)
    for directory in ("documentation", "tutorials"):
        for path in (site / directory).rglob("index.html"):
            body, found, rest = path.read_text().replace("</head>", STYLE + "</head>").partition("<body")
            attributes, end, rest = rest.partition(">")
            if not end:
                raise SystemExit(f"{path} has no body")
            path.write_text(f'{body}{found}{attributes}><template id="custom-header">{header}</template>{rest}')


def mend_hierarchies(data):
    """A type of another module has no page if each member that this module adds to it is under a heading elsewhere.
    DocC names it in the path above those members nonetheless: a link that leads nowhere."""
    for directory, _, files in os.walk(data):
        for name in files:
            if not name.endswith(".json"):
                continue
            path = Path(directory, name)
            page = read(path)
            lost = [
                key for key, reference in page.get("references", {}).items()
                if reference.get("type") == "topic" and reference.get("url", "").startswith("/documentation/")
                and not (data / (reference["url"].partition("#")[0].lower().lstrip("/") + ".json")).exists()
            ]
            paths = page.get("hierarchy", {}).get("paths", [])
            above = {key for chain in paths for key in chain}
            if not above.isdisjoint(lost):
                page["hierarchy"]["paths"] = [[key for key in chain if key not in lost] for chain in paths]
                for key in above.intersection(lost):
                    del page["references"][key]
                write(path, page)


def address(base, identifier):
    """Where the Markdown file of a page is."""
    return f"{base}/data{identifier.lower()}.md"


def mend_markdown(data, base, titles):
    """Links from one Markdown file to another name files, and links to other modules are links."""

    def linked(identifier):
        path, _, anchor = identifier.partition("#")
        return f"[{titles[path]}]({address(base, path)}{'#' + anchor if anchor else ''})"

    def other(match):
        identifier = match[1] or match[2]
        return linked(identifier) if identifier.partition("#")[0] in titles else match[0]

    def own(match):
        path, _, anchor = match[1].partition("#")
        if path not in titles:
            return match[0]
        return f"]({address(base, path)}{'#' + anchor if anchor else ''})"

    for directory, _, files in os.walk(data):
        for name in files:
            if name.endswith(".md"):
                path = Path(directory, name)
                source = path.read_text()
                # The addresses have balanced parentheses.
                mended = re.sub(r"`doc://[^/`\s]+(/[^`\s]+)`|<doc://[^/>\s]+(/[^>\s]+)>", other, source)
                mended = re.sub(r"\]\((?:doc://[^/\s]+)?(/(?:documentation|tutorials)/(?:[^()\s]|\([^()\s]*\))+)\)", own, mended)
                if mended != source:
                    path.write_text(mended)


def write_index(site, base, names, pages):
    """`llms.txt`: every article and module page, with its first sentence."""
    lines = ["# swift-generators", ""]
    for name in names:
        data = site / "data"
        root = read(data / f"documentation/{name.lower()}.json")
        if name == names[0]:
            lines += [f"> {text(root['abstract'])}", ""]
            lines += [
                "Each page of the documentation is a Markdown file too. This index has the articles and the modules'",
                "pages. A page with `Topics` links to those below it, and `markdown/MODULE.json` lists all of a module.",
                "",
            ]
        lines += [f"## {root['metadata']['title']}", ""]
        for page in sorted(pages[name], key=lambda page: page["identifier"].count("/")):
            identifier = page["identifier"]
            rendered = read(data / f"{identifier.lower().lstrip('/')}.json")
            if identifier.count("/") == 2 or rendered["metadata"].get("symbolKind") is None and not (
                    identifier.endswith("-Implementations")):
                abstract = text(rendered.get("abstract", []))
                lines.append(f"- [{page['title']}]({address(base, identifier)})" + (f": {abstract}" if abstract else ""))
        lines += [f"- [All pages of {name}]({base}/markdown/{name}.json)", ""]
    (site / "llms.txt").write_text("\n".join(lines))


if __name__ == "__main__":
    site, base, *archives = sys.argv[1:]
    finish(Path(site), base, [Path(archive) for archive in archives])
