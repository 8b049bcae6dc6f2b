-- The driver of LuaJIT: Lua's coroutines, which are stackful. README.md says what the protocol and each workload is.

local ffi = require("ffi")
local bit = require("bit")
local wrap, yield = coroutine.wrap, coroutine.yield

ffi.cdef [[
  struct timespec { long tv_sec; long tv_nsec; };
  int clock_gettime(int clock, struct timespec *time);
]]
local time = ffi.new("struct timespec")
local function now()
  ffi.C.clock_gettime(1, time)
  return tonumber(time.tv_sec) * 1e9 + tonumber(time.tv_nsec)
end

local function count(n)
  return wrap(function()
    for i = 0, n - 1 do yield(i) end
  end)
end

local function fibonacci(n)
  return wrap(function()
    local a, b = 0, 1
    for _ = 1, n do
      yield(a)
      a, b = b, bit.band(a + b, 0xffffff)
    end
  end)
end

local function incremented(numbers)
  return wrap(function()
    for n in numbers do yield(n + 1) end
  end)
end

local function doubled(numbers)
  return wrap(function()
    for n in numbers do yield(n * 2) end
  end)
end

local function naturals(n)
  return wrap(function()
    while true do
      yield(n)
      n = n + 1
    end
  end)
end

local function constant(n)
  return wrap(function()
    while true do yield(n) end
  end)
end

local SIZE = 4095

local function tree(low, high)
  if low == high then return nil end
  local value = low + math.floor((high - low) / 2)
  return { left = tree(low, value), right = tree(value + 1, high), value = value }
end

local ROOT = tree(0, SIZE)

local function walk(node)
  if node.left then walk(node.left) end
  yield(node.value)
  if node.right then walk(node.right) end
end

local function read(make)
  return {
    prepare = function(n)
      local elements = make(n)
      return function()
        local last = 0
        for element in elements do last = element end
        return last
      end
    end,
    check = function(n)
      local sum = 0
      for element in make(n) do sum = sum + element end
      return sum
    end,
  }
end

local function echo()
  local g = wrap(function()
    local heard = 0
    while true do heard = yield(heard) end
  end)
  g()
  return g
end

local function crowd(n)
  local crowd = {}
  for i = 1, n do
    local g = constant(i - 1)
    g()
    crowd[i] = g
  end
  return crowd
end

local WORKLOADS = {
  count = read(count),
  fibonacci = read(fibonacci),
  pipeline = read(function(n) return doubled(incremented(count(n))) end),
  send = {
    prepare = function(n)
      local send = echo()
      return function()
        local last
        for i = 0, n - 1 do last = send(i) end
        return last
      end
    end,
    check = function(n)
      local send, sum = echo(), 0
      for i = 0, n - 1 do sum = sum + send(i) end
      return sum
    end,
  },
  ["tree-helpers"] = {
    prepare = function(n)
      return function()
        local last
        for _ = 1, n / SIZE do
          for element in wrap(function() walk(ROOT) end) do last = element end
        end
        return last
      end
    end,
    check = function(n)
      local sum = 0
      for _ = 1, n / SIZE do
        for element in wrap(function() walk(ROOT) end) do sum = sum + element end
      end
      return sum
    end,
  },
  create = {
    prepare = function(n)
      return function()
        local last
        for i = 0, n - 1 do last = naturals(i)() end
        return last
      end
    end,
    check = function(n)
      local sum = 0
      for i = 0, n - 1 do sum = sum + naturals(i)() end
      return sum
    end,
  },
  live = {
    prepare = function(n)
      local generators = crowd(n)
      return function()
        local last
        for i = 1, n do last = generators[i]() end
        return last
      end
    end,
    check = function(n)
      local sum = 0
      for _, g in ipairs(crowd(n)) do sum = sum + g() end
      return sum
    end,
  },
  ring = {
    prepare = function(n)
      local ring = {}
      for i = 0, 999 do
        ring[i] = wrap(function()
          local token = yield(0)
          while true do token = yield(token + 1) end
        end)
        ring[i]()
      end
      return function()
        local token, place = 0, 0
        for _ = 1, n do
          token = ring[place](token)
          place = place == 999 and 0 or place + 1
        end
        return token
      end
    end,
  },
}

local function memory()
  collectgarbage()
  local statm = io.open("/proc/self/statm")
  local resident = tonumber(statm:read("*l"):match("^%d+ (%d+)")) * 4096
  statm:close()
  local status = io.open("/proc/self/status")
  local tables = tonumber(status:read("*a"):match("VmPTE:%s*(%d+)")) or 0
  status:close()
  return resident + tables * 1024
end

local name, workload, asked, repetitions = arg[1], arg[2], tonumber(arg[3]), tonumber(arg[4])
local loop = WORKLOADS[workload]
if not loop then
  io.stderr:write(name, " has no ", workload, "\n")
  os.exit(3)
end
local n = workload:match("^tree%-") and math.ceil(asked / SIZE) * SIZE or asked
local times, spent, work, bytes, result = {}, 0, nil, nil, nil
while #times < math.max(1, repetitions) and (#times < 3 or spent < 3e8) do
  if workload ~= "live" or not work then
    local before = workload == "live" and memory()
    work = loop.prepare(n)
    if before then bytes = math.floor((memory() - before) / n) end
  end
  local start = now()
  local last = work()
  local taken = now() - start
  assert(result == nil or result == last, "the repetitions return other numbers")
  result = last
  times[#times + 1] = taken
  spent = spent + taken
end
table.sort(times)
if loop.check then result = loop.check(n) end
print(string.format("%s %s %.3f %.3f n=%d check=%.0f%s", name, workload, times[1] / n,
  times[math.floor(#times / 2) + 1] / n, n, result, bytes and " bytes=" .. bytes or ""))
