-- Every request is an order of its own: a buyer with her session in one of her communities, one to three lines of the
-- sale there, a fresh key. `hot` orders the one SKU that every sale leads with. The fourth argument is another path.
local places = {}
local counter = 0
local thread_no = 0
function setup(thread)
  thread_no = thread_no + 1
  thread:set("no", thread_no)
end
function init(args)
  local file, run, kind = args[1], args[2], args[3]
  path = args[4]
  for line in io.lines(file) do
    local cookie, token, address, skus = line:match("([^\t]+)\t([^\t]+)\t([^\t]+)\t([^\t]+)")
    local list = {}
    for sku, price in skus:gmatch("([^:,]+):(%d+)") do list[#list + 1] = { sku = sku, price = tonumber(price) } end
    places[#places + 1] = { cookie = cookie, token = token, address = address, skus = list }
  end
  hot = kind == "hot"
  prefix = run
  math.randomseed(os.time() + no)
end
function request()
  counter = counter + 1
  local place = places[math.random(#places)]
  local lines, total, first, count = {}, 0, math.random(#place.skus), hot and 1 or math.random(3)
  for k = 1, count do
    local one = hot and place.skus[1] or place.skus[(first + k * 3) % #place.skus + 1]
    local quantity = math.random(3)
    total = total + one.price * quantity
    lines[k] = '{"skuId":"' .. one.sku .. '","quantity":' .. quantity .. '}'
  end
  local body = '{"token":"' .. place.token .. '","lines":[' .. table.concat(lines, ",") .. '],"delivery":"parcel","addressId":"' .. place.address ..
    '","expectedTotal":{"amount":' .. total .. ',"currency":"CNY"}}'
  return wrk.format("POST", path or "/v1/store/orders", {
    ["content-type"] = "application/json",
    ["cookie"] = place.cookie,
    ["idempotency-key"] = prefix .. "-" .. no .. "-" .. counter,
  }, body)
end
