# Puts each ```python block of a page and the ```swift block after it side by side, in two columns of DocC:
#
#   awk -f Tests/DocumentationSite/side-by-side.awk Documentation/Guide.docc/FromPython.md
#
# The page itself is plain Markdown, for those who read it in the repository.
/^```python$/ {
  print "@Row {\n@Column {\n"
  python = 1
}
/^```swift$/ && waiting {
  print "@Column {\n"
  swift = 1
  waiting = 0
}
waiting && NF {
  print "}\n"
  waiting = 0
}
{ print }
/^```$/ && python {
  print "\n}"
  python = 0
  waiting = 1
}
/^```$/ && swift {
  print "\n}\n}"
  swift = 0
}
END { if (waiting) print "}" }
