/** JSON in the ways programs write it, one line a case. */
import { describe, test } from 'vitest';
import { checkCase, day, type ReadCase } from './caseForTest';

const ab: ReadCase = { rows: 2, columns: { a: ['integer', 1, 2], b: ['categorical', 'x', 'y'] } };

// biome-ignore format: one line a case
const cases: [what: string, text: string, wanted: ReadCase][] = [
  ['records', '[{"a":1,"b":"x"},{"a":2,"b":"y"}]', ab],
  ['split', '{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,"y"]]}', ab],
  ['split with names of rows', '{"columns":["a","b"],"index":["r1","r2"],"data":[[1,"x"],[2,"y"]]}', { ...ab, columns: { ...ab.columns, index: ['categorical', 'r1', 'r2'] } }],
  ['index', '{"0":{"a":1,"b":"x"},"1":{"a":2,"b":"y"}}', ab],
  ['index with names', '{"r1":{"a":1,"b":"x"},"r2":{"a":2,"b":"y"}}', { ...ab, columns: { ...ab.columns, key: ['categorical', 'r1', 'r2'] } }],
  ['columns', '{"a":{"0":1,"1":2},"b":{"0":"x","1":"y"}}', ab],
  ['columns with gaps in the index', '{"a":{"0":1,"5":2,"7":3},"b":{"0":"x","5":"y","7":"x"}}', { rows: 3, columns: { a: ['integer', 1, 2, 3], b: ['categorical', 'x', 'y', 'x'] } }],
  ['columns with names of rows', '{"a":{"r1":1,"r2":2,"r3":3},"b":{"r1":"x","r2":"y","r3":"x"}}', { rows: 3, columns: { a: ['integer', 1, 2, 3], b: ['categorical', 'x', 'y', 'x'] } }],
  ['values', '[[5,"x"],[7,"y"]]', { rows: 2, columns: { column1: ['integer', 5, 7], column2: ['categorical', 'x', 'y'] } }],
  ['table', '{"schema":{"fields":[{"name":"index","type":"integer"},{"name":"a","type":"integer"}],"primaryKey":["index"],"pandas_version":"1.4.0"},"data":[{"index":0,"a":1},{"index":1,"a":2}]}', { rows: 2, columns: { a: ['integer', 1, 2] } }],
  ['a series', '{"0":1.5,"1":2.5,"2":3.5}', { rows: 3, columns: { value: ['numeric', 1.5, 2.5, 3.5] } }],
  ['lists by name', '{"a":[1,2],"b":["x","y"]}', ab],
  ['rows and names apart', '{"fields":["a","b"],"rows":[[1,"x"],[2,"y"]]}', ab],
  ['names as objects', '{"columns":[{"name":"a"},{"name":"b"}],"rows":[[1,"x"],[2,"y"]]}', ab],
  ['header and data', '{"header":["a","b"],"data":[[1,"x"],[2,"y"]],"count":2}', ab],
  ['names in the first row', '[["a","b"],[1,"x"],[2,"y"]]', ab],
  ['documents behind each other', '{"a":1,"b":"x"}{"a":2,"b":"y"}', ab],
  ['pretty documents behind each other', '{\n  "a": 1,\n  "b": "x"\n}\n{\n  "a": 2,\n  "b": "y"\n}\n', ab],
  ['arrays behind each other', '[{"a":1,"b":"x"}]\n[{"a":2,"b":"y"}]', ab],
  ['records of an array, one a line', '{"a":1,"b":"x"},\n{"a":2,"b":"y"}\n', { rows: 2, ...ab }],
  ['names and rows in lists of one', '{"results":[{"series":[{"name":"cpu","columns":["a","b"],"values":[[1,"x"],[2,"y"]]}]}]}', ab],
  ['names elsewhere in the document', '{"meta":{"view":{"columns":[{"name":"a"},{"name":"b"}]}},"data":[[1,"x"],[2,"y"]]}', ab],
  ['columns beside their units', '{"at":52.5,"units":{"a":"m","b":"-"},"hourly":{"a":[1,2],"b":["x","y"]}}', ab],
  ['lists, one a line', '[5,"x"]\n[7,"y"]\n', { rows: 2, columns: { column1: ['integer', 5, 7], column2: ['categorical', 'x', 'y'] } }],
  ['whole numbers beyond 2^53', '[{"id":9007199254740993,"n":1},{"id":9007199254740992,"n":2}]', { columns: { id: ['categorical', '9007199254740993', '9007199254740992'] } }],
  ['whole numbers beyond 2^53 inside lists', '{"data":[[9007199254740993,1],[9007199254740992,2]]}', { columns: { column1: ['categorical', '9007199254740993', '9007199254740992'] } }],
  ['long ids beside short ones', '[{"id":5},{"id":9007199254740993},{"id":9007199254740992}]', { columns: { id: ['categorical', '5', '9007199254740993', '9007199254740992'] } }],
  ['NaN and Infinity', '[{"a":NaN,"b":1},{"a":-Infinity,"b":2},{"a":3,"b":Infinity}]', { columns: { a: ['integer', null, null, 3], b: ['integer', 1, 2, null] }, told: [/NaN/, /Infinity/] }],
  ['NaN inside a text', '[{"a":"NaN-like","b":NaN},{"a":"x","b":2}]', { columns: { a: ['categorical', 'NaN-like', 'x'], b: ['integer', null, 2] } }],
  ['dotted keys that collide', '[{"a.b":1,"a":{"b":2}},{"a.b":3,"a":{"b":4}}]', { columns: { 'a.b': ['integer', 1, 3], 'a.b_2': ['integer', 2, 4] }, told: [/a\.b/] }],
  ['two arrays of other fields', '{"people":[{"a":1},{"a":2},{"a":3}],"pets":[{"z":"x"},{"z":"y"}]}', { rows: 3, columns: { a: ['integer', 1, 2, 3] }, told: [/pets/], asked: ['path'] }],
  ['the other of two arrays', '{"people":[{"a":1},{"a":2},{"a":3}],"pets":[{"z":"x"},{"z":"y"}]}', { options: { path: 'pets' }, rows: 2, columns: { z: ['categorical', 'x', 'y'] } }],
  ['what describes the rows beside them', '{"status":"ok","meta":{"page":1},"results":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}', { ...ab, told: [/beside/] }],
  ['hits of a search', '{"took":3,"hits":{"total":2,"hits":[{"_id":"1","_source":{"a":1}},{"_id":"2","_source":{"a":2}}]}}', { rows: 2, columns: { '_source.a': ['integer', 1, 2] } }],
  ['something behind the last bracket', '[{"a":1,"b":"x"},{"a":2,"b":"y"}] trailing', { ...ab, told: [/behind the end/] }],
  ['a semicolon behind the last bracket', '[{"a":1,"b":"x"},{"a":2,"b":"y"}];\n', { ...ab, told: [/behind the end/] }],
  ['points of GeoJSON', '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1,"b":"x"},"geometry":{"type":"Point","coordinates":[13.4,52.5]}},{"type":"Feature","properties":{"a":2,"b":"y"},"geometry":{"type":"Point","coordinates":[2.3,48.9]}}]}', { ...ab, columns: { ...ab.columns, longitude: ['numeric', 13.4, 2.3], latitude: ['numeric', 52.5, 48.9] } }],
  ['features without properties', '{"type":"FeatureCollection","name":"n","features":[{"type":"Feature","id":1,"properties":null,"geometry":null},{"type":"Feature","id":2,"properties":{"a":2},"geometry":null}]}', { rows: 2, columns: { a: ['integer', null, 2] } }],
  ['objects by key', '{"ann":{"a":1,"b":"x"},"bob":{"a":2,"b":"y"}}', { ...ab, columns: { ...ab.columns, key: ['categorical', 'ann', 'bob'] } }],
  ['objects by key inside', '{"users":{"ann":{"a":1,"b":"x"},"bob":{"a":2,"b":"y"},"cy":{"a":3,"b":"x"}}}', { rows: 3, columns: { a: ['integer', 1, 2, 3] } }],
  ['lists by name inside', '{"data":{"a":[1,2],"b":["x","y"]},"ok":true}', ab],
  ['fields that some records lack', '[{"a":1},{"a":2,"b":"y"},{"b":"x"}]', { columns: { a: ['integer', 1, 2, null], b: ['categorical', null, 'y', 'x'] } }],
  ['numbers and texts in one field', '[{"a":1},{"a":"2"},{"a":"x"}]', { columns: { a: ['categorical', '1', '2', 'x'] } }],
  ['zeros in front in texts', '[{"zip":"01234"},{"zip":"10115"}]', { columns: { zip: ['categorical', '01234', '10115'] } }],
  ['versions in texts', '[{"version":"1.10"},{"version":"1.1"},{"version":"1.2"}]', { columns: { version: ['categorical', '1.10', '1.1', '1.2'] } }],
  ['exponents in texts', '[{"a":"1E5"},{"a":"100000"},{"a":"A1"}]', { columns: { a: ['categorical', '1E5', '100000', 'A1'] } }],
  ['truth and null', '[{"a":true},{"a":false},{"a":null}]', { columns: { a: ['boolean', 1, 0, null] } }],
  ['dates of JavaScript', '[{"a":"2024-01-05T10:00:00.000Z"},{"a":"2024-01-06T10:00:00.000Z"}]', { columns: { a: ['datetime', day('2024-01-05T10:00Z'), day('2024-01-06T10:00Z')] } }],
  ['dates of pandas', '[{"date":1704067200000},{"date":1704153600000}]', { told: [/milliseconds/] }],
  ['a callback', 'callback([{"a":1,"b":"x"},{"a":2,"b":"y"}]);\n', { ...ab, untold: [/behind the end/] }],
  ['a callback behind a comment', '/**/ jQuery1_2.cb({"columns":["a","b"],"data":[[1,"x"],[2,"y"]]})', ab],
  ['a variable of a script', 'var rows = [\n{"a":1,"b":"x"},\n{"a":2,"b":"y"}\n];\n', ab],
  ['a module', 'export default [{"a":1,"b":"x"},{"a":2,"b":"y"}]\n', ab],
  ['a guard against scripts', ')]}\'\n[{"a":1,"b":"x"},{"a":2,"b":"y"}]', ab],
  ['a sheet of Google', '/*O_o*/\ngoogle.visualization.Query.setResponse({"version":"0.6","status":"ok","table":{"cols":[{"id":"A","label":"a","type":"number"},{"id":"B","label":"b","type":"string"},{"id":"C","label":"day","type":"date"}],"rows":[{"c":[{"v":1.0,"f":"1"},{"v":"x"},{"v":"Date(2024,0,31)"}]},{"c":[{"v":2.0},{"v":"y"},null]}]}});', { rows: 2, columns: { ...ab.columns, day: ['datetime', day('2024-01-31'), null] } }],
  ['cols and rows', '{"cols":[{"id":"a"},{"id":"b"}],"rows":[{"c":[{"v":1},{"v":"x"}]},{"c":[{"v":2},{"v":"y"}]}]}', ab],
  ['plain values', '[1,2,3]', { rows: 3, columns: { value: ['integer', 1, 2, 3] } }],
  ['one record', '{"a":1,"b":{"c":2}}', { rows: 1, columns: { a: ['integer', 1], 'b.c': ['integer', 2] } }],
  ['a comma too many', '[{"a":1},{"a":2},]', { rows: 2, columns: { a: ['integer', 1, 2] } }],
  ['a comma too many inside', '[{"a":1,},{"a":",}"},]', { rows: 2, columns: { a: ['categorical', '1', ',}'] } }],
  ['single quotes', "[{'a': 1}, {'a': 2}]", { rows: 2, columns: { a: ['integer', 1, 2] } }],
  ['cut in a record', '[\n{"a":1},\n{"a":2', { refused: /line 3/ }],
  ['a byte-order mark', '\ufeff[{"a":1,"b":"x"},{"a":2,"b":"y"}]', ab],
  ['an empty array', '[]', { refused: /no/ }],
  ['records of lists of records', '[{"a":1,"items":[{"p":1}]},{"a":2,"items":[{"p":2}]}]', { rows: 2, columns: { a: ['integer', 1, 2] }, told: [/Lists/] }],
  ['a path that is not there', '{"data":[{"a":1},{"a":2}]}', { options: { path: 'rows' }, refused: /rows.*data/ }],
  ['a path to a single value', '{"data":[{"a":1},{"a":2}],"n":2}', { options: { path: 'n' }, refused: /“n”/ }],
];

describe('JSON', () => {
  test.each(cases)('%s', (_, text, wanted) => checkCase(text, { name: 'case.json', ...wanted }));
});

// biome-ignore format: one line a case
const lines: [what: string, text: string, wanted: ReadCase][] = [
  ['a blank line', '{"a":1,"b":"x"}\n\n{"a":2,"b":"y"}\n', ab],
  ['a line that is none', '{"a":1,"b":"x"}\noops\n{"a":2,"b":"y"}\n', { ...ab, told: [/left out.*\[line 2/] }],
  ['NaN in a line', '{"a":1,"b":NaN}\n{"a":2,"b":3}\n', { columns: { b: ['integer', null, 3] }, told: [/NaN.*\[line 1/] }],
  ['a long id', '{"a":9007199254740993}\n{"a":9007199254740992}\n', { columns: { a: ['categorical', '9007199254740993', '9007199254740992'] } }],
  ['records over several lines', '{"a":1,\n"b":"x"}\n{"a":2,\n"b":"y"}\n', ab],
  ['lists', '[5,"x"]\n[7,"y"]\n', { rows: 2, columns: { column1: ['integer', 5, 7] } }],
];

describe('JSON lines', () => {
  test.each(lines)('%s', (_, text, wanted) => checkCase(text, { name: 'case.jsonl', ...wanted }));
});

// biome-ignore format: one line a case
const relations: [what: string, text: string, wanted: ReadCase][] = [
  ['names with blanks', "@relation r\n@attribute 'a b' numeric\n@attribute c {x,'y z'}\n@data\n1,x\n2,'y z'\n?,x\n", { columns: { 'a b': ['integer', 1, 2, null], c: ['categorical', 'x', 'y z', 'x'] } }],
  ['comments and capitals', '% made by Weka\n@RELATION r\n\n@ATTRIBUTE a REAL\n@ATTRIBUTE d DATE "yyyy-MM-dd"\n@DATA\n% rows\n1.5,2024-01-05\n2.5,2024-01-06\n', { columns: { a: ['numeric', 1.5, 2.5], d: ['datetime', day('2024-01-05')] } }],
  ['sparse rows', '@relation r\n@attribute a numeric\n@attribute b numeric\n@data\n{0 1}\n{1 2}\n', { rows: 2, columns: { a: ['boolean', 1, 0], b: ['integer', 0, 2] } }],
  ['codes as classes', '@relation r\n@attribute a {1.0,1.00,2}\n@attribute b numeric\n@data\n1.0,1\n1.00,2\n2,3\n', { columns: { a: ['categorical', '1.0', '1.00', '2'] } }],
];

describe('ARFF', () => {
  test.each(relations)('%s', (_, text, wanted) => checkCase(text, { name: 'case.arff', ...wanted }));
});
