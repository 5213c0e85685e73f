/**
 * Stands in for TypeBox where a browser bundle takes a plain function out of a contract: the schemas beside it are the
 * server's business, and their builder would weigh 70 kB. Every call and every property is this same nothing.
 */
const nothing: unknown = new Proxy(() => nothing, { get: () => nothing, apply: () => nothing })

export default nothing
