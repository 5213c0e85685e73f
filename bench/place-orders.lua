-- Every request is an order of its own: a buyer with her session, a sale link, a SKU, a fresh key.
local buyers = {}
local counter = 0
local thread_no = 0
function setup(thread)
  thread_no = thread_no + 1
  thread:set("no", thread_no)
end
function init(args)
  for line in io.lines(args[1]) do
    local cookie, token, sku, address = line:match("([^\t]+)\t([^\t]+)\t([^\t]+)\t([^\t]+)")
    buyers[#buyers + 1] = { cookie = cookie, token = token, sku = sku, address = address }
  end
  price = args[2]
  run = args[3]
  math.randomseed(os.time() + no)
end
function request()
  counter = counter + 1
  local b = buyers[math.random(#buyers)]
  local body = '{"token":"' .. b.token .. '","lines":[{"skuId":"' .. b.sku .. '","quantity":1}],"delivery":"parcel","addressId":"' .. b.address ..
    '","expectedTotal":{"amount":' .. price .. ',"currency":"CNY"}}'
  return wrk.format("POST", "/v1/store/orders", {
    ["content-type"] = "application/json",
    ["cookie"] = b.cookie,
    ["idempotency-key"] = run .. "-" .. no .. "-" .. counter,
  }, body)
end
