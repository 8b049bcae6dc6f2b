# How a program is compiled against the library that SwiftPM has built in a directory, and what it is linked with.
# For scripts, from the root of the repository.

# library_options SCRATCH BIN: prints the options of swiftc, one a line.
library_options() {
  printf '%s\n' -swift-version 6 -I "$2/Modules" \
    -Xcc -fmodule-map-file=Sources/CCoroutine/include/module.modulemap \
    -Xcc -fmodule-map-file="$1/checkouts/swift-system/Sources/CSystem/include/module.modulemap" \
    -I Sources/CZlib -I Sources/CLinux
}

# library_objects SCRATCH BIN: prints the objects of the sources that exist, one a line. A build leaves those of renamed
# sources and removed targets where they are.
library_objects() {
  # SwiftPM writes the output file map of a Swift target anew whenever it plans a build; a C target has none.
  find "$2" -name output-file-map.json ! -path '*-tool.build/*' -exec awk -F '"' '
    /^  "/ { source = $2 }
    /^    "object"/ && source != "" { print source "\t" $4 }
  ' {} + | while IFS=$'\t' read -r source object; do
    if [ -e "$source" ] && [ -e "$object" ]; then echo "$object"; fi
  done
  find "$2" -name '*.o' ! -name '*.swift.o' ! -path '*-tool.build/*' | while read -r object; do
    name=${object#"$2"/}
    source=${name%%.build/*}/${name#*.build/}
    for sources in Sources "$1"/checkouts/*/Sources; do
      if [ -e "$sources/${source%.o}" ]; then echo "$object"; fi
    done
  done
}
