-- Sends each line of the thread's own file once and stops; says so in a file beside it. Lines of `orders` are
-- cookie, key, body; of `notifications` serial, timestamp, nonce, signature, body. Answers 404 are to the filler that
-- connections ask for when no line is left.
local thread_no = 0
function setup(thread)
  thread_no = thread_no + 1
  thread:set("no", thread_no)
end
function init(args)
  base, kind = args[1], args[2]
  file = io.open(base .. "." .. no, "r")
  sent, answered, taken = 0, 0, 0
end
local function filler() return wrk.format("GET", "/v1/none") end
function request()
  -- wrk asks the first thread for one request that it never sends.
  if no == 1 and not looked then
    looked = true
    return filler()
  end
  local line = file and file:read("*l")
  if not line then
    file = nil
    return filler()
  end
  sent = sent + 1
  if kind == "orders" then
    local cookie, key, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    return wrk.format("POST", "/v1/store/orders", { ["content-type"] = "application/json", ["cookie"] = cookie, ["idempotency-key"] = key }, body)
  end
  local serial, timestamp, nonce, signature, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
  return wrk.format("POST", "/v1/provider/wechatpay/notifications", {
    ["content-type"] = "application/json; charset=utf-8",
    ["wechatpay-serial"] = serial,
    ["wechatpay-timestamp"] = timestamp,
    ["wechatpay-nonce"] = nonce,
    ["wechatpay-signature"] = signature,
    ["wechatpay-signature-type"] = "WECHATPAY2-SHA256-RSA2048",
  }, body)
end
function response(status)
  if status ~= 404 then
    answered = answered + 1
    if status < 300 then taken = taken + 1 end
  end
  if file == nil and answered >= sent and not over then
    over = true
    local note = io.open(base .. "." .. no .. ".done", "w")
    note:write(taken .. " " .. answered)
    note:close()
    wrk.thread:stop()
  end
end
