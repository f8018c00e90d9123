// SPDX-License-Identifier: GPL-3.0-or-later
// data/api/openapi.yaml as something that can be asked.
import { readFileSync } from 'node:fs'
import requestValidator from 'openapi-request-validator'
import responseValidator from 'openapi-response-validator'
import { parse } from 'yaml'

const RequestValidator = requestValidator.default
const ResponseValidator = responseValidator.default

const METHODS = ['get', 'put', 'post', 'delete', 'patch']

// Every $ref replaced by what it names. No schema of ours contains itself.
function resolve(root, node) {
  if (Array.isArray(node)) return node.map((item) => resolve(root, item))
  if (node === null || typeof node !== 'object') return node
  if (typeof node.$ref === 'string') {
    const target = node.$ref.slice(2).split('/').reduce((at, name) => at?.[name], root)
    if (target === undefined) throw new Error(`${node.$ref} names nothing`)
    return resolve(root, target)
  }
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, resolve(root, value)]))
}

// One schema instead of allOf, so that it can be sealed.
function merge(parts) {
  const merged = {}
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) {
      if (name === 'properties') merged.properties = { ...merged.properties, ...value }
      else if (name === 'required') merged.required = [...(merged.required ?? []), ...value]
      else merged[name] = value
    }
  }
  return merged
}

// What the contract does not name must not be there: a member that nobody described is a mistake.
export function seal(schema) {
  if (Array.isArray(schema)) return schema.map(seal)
  if (schema === null || typeof schema !== 'object') return schema
  const { allOf, ...rest } = schema
  const whole = allOf === undefined ? rest : merge([...allOf, rest])
  const sealed = {}
  for (const [name, value] of Object.entries(whole)) {
    if (name === 'properties') {
      sealed.properties = Object.fromEntries(Object.entries(value).map(([key, of]) => [key, seal(of)]))
    } else sealed[name] = name === 'enum' || name === 'example' || name === 'required' ? value : seal(value)
  }
  if (sealed.properties !== undefined && sealed.additionalProperties === undefined) {
    sealed.additionalProperties = false
  }
  return sealed
}

const isJson = (type) => type === 'application/json' || type.endsWith('+json')

export class Operation {
  constructor(method, path, description) {
    this.id = description.operationId
    this.method = method.toUpperCase()
    this.path = path
    this.parameters = description.parameters ?? []
    this.requestBody = description.requestBody
    this.responses = description.responses
    this.access = description.security?.length > 0 ? Object.keys(description.security[0])[0] : 'anyone'
    this.seen = new Map()
    this.request = new RequestValidator({
      parameters: this.parameters,
      requestBody: this.requestBody && {
        ...this.requestBody,
        content: Object.fromEntries(
          Object.entries(this.requestBody.content).map(([type, of]) => [type, { schema: seal(of.schema) }])
        )
      },
      additionalQueryProperties: false
    })
  }

  get isProtocol() {
    return this.path.startsWith('/v1/')
  }

  get bodyTypes() {
    return this.requestBody === undefined ? [] : Object.keys(this.requestBody.content)
  }

  // What is wrong with a request, as text; undefined where it is good.
  checkRequest({ params, query, headers, body, type }) {
    // Bytes are compared by digest; here it counts that there are some.
    const isText = type !== undefined && isJson(type)
    const problem = this.request.validateRequest({
      headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) },
      params: params ?? {},
      query: query ?? {},
      body: isText && typeof body !== 'object' ? JSON.parse(body) : isText ? body : body && 'bytes'
    })
    const unknown = Object.keys(headers).filter(
      (name) => name.startsWith('redress-') && !this.parameters.some((p) => p.in === 'header' && p.name.toLowerCase() === name)
    )
    if (unknown.length > 0) return `undocumented request header ${unknown.join(', ')}`
    return problem === undefined ? undefined : JSON.stringify(problem.errors)
  }

  // What is wrong with an answer.
  checkAnswer({ status, headers, body }) {
    const response = this.responses[String(status)]
    if (response === undefined) return `undocumented status ${status}: ${body.toString('utf8', 0, 300)}`
    this.seen.set(status, (this.seen.get(status) ?? 0) + 1)
    for (const [name, header] of Object.entries(response.headers ?? {})) {
      const value = headers[name.toLowerCase()]
      if (value === undefined && header.required) return `${status} without the header ${name}`
      if (value !== undefined && header.schema.pattern && !new RegExp(header.schema.pattern).test(value)) {
        return `${status}: ${name}: ${value} is not as described`
      }
      if (value !== undefined && header.schema.enum && !header.schema.enum.includes(value)) {
        return `${status}: ${name}: ${value} is not one of ${header.schema.enum}`
      }
    }
    if (headers['redress-request-id'] === undefined) return `${status} without Redress-Request-Id`
    return this.checkBody(status, response, headers['content-type'], body)
  }

  checkBody(status, response, contentType, body) {
    const types = Object.keys(response.content ?? {})
    if (types.length === 0) return body.length === 0 ? undefined : `${status} should have no body`
    const type = contentType?.split(';')[0]
    if (!types.includes(type)) return `${status}: undocumented media type ${type}`
    const { schema } = response.content[type]
    if (!isJson(type) || schema.format === 'binary') return undefined
    const validator = new ResponseValidator({ responses: { [status]: { content: { [type]: { schema: seal(schema) } } } } })
    let value
    try {
      value = JSON.parse(body.toString('utf8'))
    } catch (error) {
      return `${status}: the body is not JSON: ${error.message}`
    }
    const problem = validator.validateResponse(String(status), value)
    return problem === undefined ? undefined : `${status}: ${JSON.stringify(problem.errors)} in ${JSON.stringify(value)}`
  }
}

export function loadOperations(path) {
  const raw = parse(readFileSync(path, 'utf8'))
  const root = resolve(raw, raw)
  const operations = new Map()
  for (const [template, item] of Object.entries(root.paths)) {
    for (const method of METHODS.filter((name) => item[name] !== undefined)) {
      const operation = new Operation(method, template, item[method])
      if (operations.has(operation.id)) throw new Error(`two operations ${operation.id}`)
      operations.set(operation.id, operation)
    }
  }
  operations.codes = root.components.schemas.Problem.properties.code.enum
  return operations
}
