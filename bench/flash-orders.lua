-- Every request is one buyer's wish for one unit of the flash sale, with a fresh key: buyers press again and again, before
-- it opens, while it sells and after.
local buyers = {}
local counter = 0
local thread_no = 0
function setup(thread)
  thread_no = thread_no + 1
  thread:set("no", thread_no)
end
function init(args)
  prefix = args[2]
  for line in io.lines(args[1]) do
    local cookie, token, address, sku, price = line:match("([^\t]+)\t([^\t]+)\t([^\t]+)\t([^\t]+)\t([^\t]+)")
    buyers[#buyers + 1] = { cookie = cookie, body = '{"token":"' .. token .. '","lines":[{"skuId":"' .. sku ..
      '","quantity":1}],"delivery":"parcel","addressId":"' .. address .. '","expectedTotal":{"amount":' .. price .. ',"currency":"CNY"}}' }
  end
  math.randomseed(os.time() + no)
end
function request()
  counter = counter + 1
  local one = buyers[math.random(#buyers)]
  return wrk.format("POST", "/v1/store/orders", {
    ["content-type"] = "application/json",
    ["cookie"] = one.cookie,
    ["idempotency-key"] = prefix .. "-" .. no .. "-" .. counter,
  }, one.body)
end
