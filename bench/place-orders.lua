-- Every request is an order of its own: a buyer with her session in one of her communities, one to three lines of the
-- sale there, a fresh key. `hot` orders the one SKU that every sale leads with. The fourth argument is another path.
-- Requests are put together by hand: wrk.format would take as much of the two cores as the shop's own reading of them.
local places = {}
local counter = 0
local thread_no = 0
function setup(thread)
  thread_no = thread_no + 1
  thread:set("no", thread_no)
end
function init(args)
  local file, run, kind, path = args[1], args[2], args[3], args[4]
  local first = "POST " .. (path or "/v1/store/orders") .. " HTTP/1.1\r\nhost: " .. wrk.headers["Host"] ..
    "\r\ncontent-type: application/json\r\ncookie: "
  for line in io.lines(file) do
    local cookie, token, address, skus = line:match("([^\t]+)\t([^\t]+)\t([^\t]+)\t([^\t]+)")
    local list = {}
    for sku, price in skus:gmatch("([^:,]+):(%d+)") do list[#list + 1] = { line = '{"skuId":"' .. sku .. '","quantity":', price = tonumber(price) } end
    places[#places + 1] = {
      head = first .. cookie .. "\r\nidempotency-key: " .. run .. "-" .. no .. "-",
      token = '{"token":"' .. token .. '","lines":[',
      address = '}],"delivery":"parcel","addressId":"' .. address .. '","expectedTotal":{"amount":',
      skus = list,
    }
  end
  hot = kind == "hot"
  math.randomseed(os.time() + no)
end
function request()
  counter = counter + 1
  local place = places[math.random(#places)]
  local skus = place.skus
  local first, count = math.random(#skus), hot and 1 or math.random(3)
  local lines, total = "", 0
  for k = 1, count do
    local one = hot and skus[1] or skus[(first + k * 3) % #skus + 1]
    local quantity = math.random(3)
    total = total + one.price * quantity
    lines = lines .. (k > 1 and "}," or "") .. one.line .. quantity
  end
  local body = place.token .. lines .. place.address .. total .. ',"currency":"CNY"}}'
  return place.head .. counter .. "\r\ncontent-length: " .. #body .. "\r\n\r\n" .. body
end
