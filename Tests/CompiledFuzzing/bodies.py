"""Bodies of generators as trees, which can be printed in each form and made smaller."""

import copy

# What an expression of each type is replaced by when a body is made smaller.
SMALLEST = {
    "Int": "1", "Bool": "true", "String": '"s"', "[Int]": "[1]", "Int?": "Optional(1)", "(Int, Int)": "(1, 2)",
    "(Int) -> Int": "{ (p: Int) in p }", "Shape": "Shape.dot", "Point": "Point(x: 1, y: 2)", "Cell": "Cell(1)",
}


class Node:
    """A piece of source text: strings and nodes, one after the other."""

    def __init__(self, *parts):
        self.parts = list(parts)

    def text(self, form, indent):
        return "".join(p if isinstance(p, str) else p.text(form, indent) for p in self.parts)


class Expression(Node):
    def __init__(self, type, *parts):
        super().__init__(*parts)
        self.type = type


class Statement(Node):
    pass


class Mark(Node):
    """Says of the text around it, without any of its own, which variable a closure captures or a statement changes.

    What is changed may also be OBJECT, which copies of an iterator share in any case.
    """

    def __init__(self, captured=None, changed=None):
        super().__init__()
        self.captured, self.changed = captured, changed

    def __deepcopy__(self, memo):
        return self  # the variable stays the same one in a copy of the tree


OBJECT = "object"


def marks(node):
    """The marks of a tree."""
    if isinstance(node, Mark):
        yield node
    for p in node.parts:
        if isinstance(p, Node):
            yield from marks(p)


class Yield(Node):
    """`yield(x)`, `yield(from: xs)`, or a delegation to another generated body.

    In the plain form, a consumer that leaves at an element makes that `yield` a `return`.
    """

    def __init__(self, prefix, value, source=None, call=None, binding="", fails=False):
        super().__init__(*[p for p in (value, source, call) if p is not None])
        self.prefix, self.value, self.source, self.call = prefix, value, source, call
        # What takes the value that is sent, as `let a = `, and whether a delegate may fail.
        self.binding, self.fails = binding, fails

    def text(self, form, indent):
        value, source, call = self.value, self.source, self.call
        if form == "plain":
            if value:
                sent = f"; {self.binding}_t.sent" if self.binding else ""
                return f"if _t.emit({value.text(form, indent)}) {{ return }}{sent}"
            if call:
                return f"{'try ' if self.fails else ''}{call.text(form, indent)}; if _t.left {{ return }}"
            return f"for _e in {source.text(form, indent)} {{ if _t.emit(_e) {{ return }} }}"
        if value:
            return f"{self.binding}{self.prefix}yield({value.text(form, indent)})"
        return f"{self.prefix}yield(from: {(source or call).text(form, indent)})"


class Call(Node):
    """A call of another generated body: the parts are its arguments."""

    def __init__(self, name, *arguments):
        super().__init__(*arguments)
        self.name = name

    def text(self, form, indent):
        arguments = [a.text(form, indent) for a in self.parts]
        if form == "plain":
            return f"plain_{self.name}({', '.join(['_t'] + arguments)})"
        return f"{form}_{self.name}({', '.join(arguments)})"


class Block(Node):
    """Statements: in braces, or the body of a `case`."""

    def __init__(self, statements, braces=True):
        super().__init__(*statements)
        self.braces = braces

    def lines(self, form, indent):
        return "".join("  " * indent + p.text(form, indent) + "\n" for p in self.parts)

    def text(self, form, indent):
        lines = self.lines(form, indent + 1)
        if self.braces:
            return "{\n" + lines + "  " * indent + "}"
        return "\n" + (lines or "  " * (indent + 1) + "break\n")


def blocks(node):
    """The blocks of a tree, with the node itself."""
    if isinstance(node, Block):
        yield node
    for p in node.parts:
        if isinstance(p, Node):
            yield from blocks(p)


def size(node):
    return len(node.text("nominal", 0))


def smaller(body):
    """Trees that have one statement less, one nesting less, or a simpler expression, the smallest first."""
    made = []

    def variant(change, path):
        tree = copy.deepcopy(body)
        node = tree
        for k in path:
            node = node.parts[k]
        if change(node) is not False:
            made.append(tree)

    def visit(node, path):
        if isinstance(node, Block):
            count = len(node.parts)
            for length in {count // 2, 1}:
                if length:
                    for k in range(0, count, length):
                        def cut(n, k=k, length=length):
                            del n.parts[k:k + length]
                        variant(cut, path)
            for k, statement in enumerate(node.parts):
                for j, part in enumerate(statement.parts):
                    if isinstance(part, Block):
                        def inline(n, k=k, j=j):
                            n.parts[k:k + 1] = n.parts[k].parts[j].parts
                        variant(inline, path)
        if isinstance(node, Expression):
            least = SMALLEST.get(node.type)
            if least and node.text("nominal", 0) != least:
                def least_of(n, least=least):
                    n.parts = [least]
                variant(least_of, path)
            for k, part in enumerate(node.parts):
                if isinstance(part, Expression) and part.type == node.type:
                    def child(n, k=k):
                        n.parts = n.parts[k].parts
                    variant(child, path)
        for k, part in enumerate(node.parts):
            if isinstance(part, Node):
                visit(part, path + [k])

    visit(body, [])
    seen, result = {body.text("nominal", 0)}, []
    for tree in sorted(made, key=size):
        text = tree.text("nominal", 0)
        if text not in seen:
            seen.add(text)
            result.append(tree)
    return result
