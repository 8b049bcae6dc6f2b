import GeneratorSources
import Generators

let log = lines(of: "requests.log")
while let line = try log.next() {
  print(line)
}
