package service

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// swagger is the service in OpenAPI 2, as protoc-gen-openapiv2 writes it.
//
//go:embed openapi.swagger.json
var swagger []byte

type object = map[string]any

// openAPI is the service in OpenAPI 3: the generated document in the newer form, with what REST adds to it: errors, keys
// and the other formats of lists.
func openAPI() ([]byte, error) {
	var old struct {
		Paths       map[string]map[string]object `json:"paths"`
		Definitions map[string]object            `json:"definitions"`
	}
	if err := json.Unmarshal(swagger, &old); err != nil {
		return nil, fmt.Errorf("read the description of the service: %w", err)
	}
	old.Definitions["Problem"] = problemSchema()
	paths := object{}
	for path, methods := range old.Paths {
		item := object{}
		for method, op := range methods {
			item[method] = operation(op)
		}
		paths[path] = item
	}
	doc := object{
		"openapi": "3.0.3",
		"info": object{
			"title":       "Entente",
			"version":     "v1",
			"description": "Questions about geopolitical actors and how they relate. Every answer is as of a date, says how sure it is and leads to its evidence.",
		},
		"paths":    paths,
		"security": []any{object{}, object{"bearer": []any{}}, object{"key": []any{}}},
		"components": object{
			"schemas": old.Definitions,
			"securitySchemes": object{
				"bearer": object{"type": "http", "scheme": "bearer"},
				"key":    object{"type": "apiKey", "in": "header", "name": "X-Api-Key"},
			},
			"responses": object{"Problem": object{
				"description": "What went wrong, as RFC 9457 has it.",
				"content":     object{"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}},
			}},
		},
	}
	return json.Marshal(pointed(doc))
}

func problemSchema() object {
	text := func(description string) object { return object{"type": "string", "description": description} }
	return object{
		"type": "object", "required": []any{"type", "title", "status", "detail", "code"},
		"properties": object{
			"type": text("Always about:blank."), "title": text("The HTTP status in words."),
			"status": object{"type": "integer", "description": "The HTTP status."},
			"detail": text("What went wrong, in a sentence."), "code": text("The status code of gRPC: NOT_FOUND."),
			"errors": object{"type": "array", "description": "The fields that are wrong.", "items": object{
				"type": "object", "properties": object{
					"field": text("The field of the request."), "detail": text("What is wrong, or a ref that may be meant."),
				},
			}},
		},
	}
}

// operation turns an operation of OpenAPI 2 into one of OpenAPI 3.
func operation(old object) object {
	op := object{"responses": object{}}
	for _, key := range []string{"summary", "description", "operationId", "tags"} {
		if v, ok := old[key]; ok {
			op[key] = v
		}
	}
	list := false
	responses, _ := old["responses"].(object)
	for code, r := range responses {
		if code == "default" {
			continue
		}
		response, _ := r.(object)
		content := object{"application/json": object{"schema": response["schema"]}}
		if list = isList(response["schema"]); list {
			content[csvType] = object{"schema": object{"type": "string"}}
			content[linesType] = object{"schema": object{"type": "string"}}
		}
		op["responses"].(object)[code] = object{"description": "The answer.", "content": content}
	}
	op["responses"].(object)["default"] = object{"$ref": "#/components/responses/Problem"}
	var parameters []any
	old2, _ := old["parameters"].([]any)
	for _, p := range old2 {
		param, _ := p.(object)
		if param["in"] == "body" {
			op["requestBody"] = object{"required": true, "content": object{"application/json": object{"schema": param["schema"]}}}
			continue
		}
		parameters = append(parameters, parameter(param))
	}
	if list {
		parameters = append(parameters, object{
			"name": "format", "in": "query", "description": "The format of the list, if not JSON; the header Accept can ask for it too.",
			"schema": object{"type": "string", "enum": []any{"json", "csv", "jsonl"}},
		})
	}
	if len(parameters) > 0 {
		op["parameters"] = parameters
	}
	return op
}

// isList reports whether a schema is that of an answer that is a list.
func isList(schema any) bool {
	s, _ := schema.(object)
	ref, _ := s["$ref"].(string)
	for name := range lists {
		if strings.HasSuffix(ref, string(name)) {
			return true
		}
	}
	return false
}

// parameter gathers what says the type of a parameter into its schema.
func parameter(old object) object {
	p, schema := object{}, object{}
	for _, key := range slices.Sorted(maps.Keys(old)) {
		switch key {
		case "name", "in", "description", "required":
			p[key] = old[key]
		case "collectionFormat":
			p["style"], p["explode"] = "form", true
		default:
			schema[key] = old[key]
		}
	}
	p["schema"] = schema
	return p
}

// pointed moves references to where OpenAPI 3 keeps schemas.
func pointed(v any) any {
	switch v := v.(type) {
	case object:
		for key, x := range v {
			if ref, ok := x.(string); ok && key == "$ref" {
				v[key] = strings.Replace(ref, "#/definitions/", "#/components/schemas/", 1)
				continue
			}
			v[key] = pointed(x)
		}
	case map[string]object:
		for _, x := range v {
			pointed(x)
		}
	case []any:
		for i := range v {
			v[i] = pointed(v[i])
		}
	}
	return v
}
