/** Texts whose lines are records by themselves: logs, key=value, sparse rows. One line a case. */
import { describe, test } from 'vitest';
import { checkCase, day, many, type ReadCase } from './caseForTest';

const request = (i: number, rest = '') =>
  `10.0.0.${i} - ann [0${i}/Feb/2024:10:00:00 +0100] "GET /p/${i}?q=1 HTTP/1.1" 20${i} ${i * 100}${rest}\n`;

// biome-ignore format: one line a case
const cases: [what: string, text: string, wanted: ReadCase][] = [
  ['the common log of servers', `${request(1)}${request(2)}10.0.0.3 - - [03/Feb/2024:10:00:00 +0100] "-" 408 -\n`, { name: 'access.log', rows: 3, columns: { client: ['categorical', '10.0.0.1', '10.0.0.2', '10.0.0.3'], user: ['categorical', 'ann', 'ann', null], time: ['datetime', day('2024-02-01T09:00Z'), day('2024-02-02T09:00Z')], method: ['categorical', 'GET', 'GET', null], path: ['categorical', '/p/1?q=1'], status: ['integer', 201, 202, 408], bytes: ['integer', 100, 200, null] } }],
  ['the combined log', [1, 2, 3].map((i) => request(i, ' "https://x.org/" "Mozilla/5.0 (X11; \\"q\\")" 0.01')).join(''), { name: 'access.log', rows: 3, columns: { status: ['integer', 201, 202, 203], referrer: ['categorical', 'https://x.org/'], rest: ['numeric', 0.01] } }],
  ['a line of an access log that is none', `${request(1)}${request(2)}${request(3)}${request(4)}${request(5)}${request(6)}broken\n${request(7)}`, { name: 'a.log', rows: 7, told: [/written otherwise.*broken.*\[line 7/] }],
  ['key=value', 'time=2024-02-05T10:00:00Z level=info msg="it began" took=12\ntime=2024-02-05T10:00:01Z level=warn msg="it \\"is\\" slow" took=340\n', { name: 'service.log', rows: 2, columns: { time: ['datetime', day('2024-02-05T10:00Z')], level: ['categorical', 'info', 'warn'], msg: ['categorical', 'it began', 'it "is" slow'], took: ['integer', 12, 340] } }],
  ['sparse rows', '+1 1:0.5 3:2\n-1 2:1 # why\n+1 3:-1\n', { name: 'a.svm', rows: 3, columns: { label: ['integer', 1, -1, 1], x1: ['numeric', 0.5, 0, 0], x2: ['boolean', 0, 1, 0], x3: ['integer', 2, 0, -1] } }],
  ['sparse rows from zero, of groups, without their ending', '2 qid:1 0:1 2:0.5\n0 qid:1 1:1\n1 qid:2 0:3\n', { name: 'train.txt', rows: 3, columns: { label: ['integer', 2, 0, 1], qid: ['integer', 1, 1, 2], x0: ['integer', 1, 0, 3], x2: ['numeric', 0.5, 0, 0] } }],
  ['sparse rows with a row of zeros and several labels', '1,2 1:1\n3\n2 2:4\n', { name: 'a.libsvm', rows: 3, columns: { label: ['categorical', '1,2', '3', '2'], x2: ['integer', 0, 0, 4] } }],
  ['sparse rows that reach too far', '1 1:1 20000:1\n', { name: 'a.svm', refused: /column 20,000.*line 1/ }],
  ['sparse ARFF', "@relation r\n@attribute a numeric\n@attribute b {x,y}\n@attribute 'c d' numeric\n@data\n{0 1.5, 2 3}\n% note\n{1 y}\n{}\n", { name: 'a.arff', rows: 3, columns: { a: ['numeric', 1.5, 0, 0], b: ['categorical', 'x', 'y', 'x'], 'c d': ['integer', 3, 0, 0] } }],
  ['sparse ARFF with a column that is none', '@relation r\n@attribute a numeric\n@data\n{0 1}\n{4 1}\n', { name: 'a.arff', rows: 1, told: [/\{4 1\}.*\[line 5/] }],
  ['a log of Python', '2024-02-05 10:00:00,123 INFO my.module: began, fine\n2024-02-05 10:00:01,500 ERROR my.module: failed\nTraceback (most recent call last):\n  ValueError: 3\n2024-02-05 10:00:02,000 WARNING other: on\n', { name: 'app.log', rows: 3, columns: { time: ['datetime', day('2024-02-05T10:00:00.123Z'), day('2024-02-05T10:00:01.5Z')], level: ['categorical', 'INFO', 'ERROR', 'WARNING'], source: ['categorical', 'my.module', 'my.module', 'other'], message: ['categorical', 'began, fine', 'failed\nTraceback (most recent call last):\nValueError: 3', 'on'] } }],
  ['a log of log4j', '2024-02-05T10:00:00.123Z [main] INFO  org.x.App - began\n2024-02-05T10:00:01.123Z [pool-1] WARN  org.x.Db - slow\n', { name: 'app.log', rows: 2, columns: { thread: ['categorical', 'main', 'pool-1'], level: ['categorical', 'INFO', 'WARN'], source: ['categorical', 'org.x.App', 'org.x.Db'], message: ['categorical', 'began', 'slow'] } }],
  ['syslog', many(5, (i) => `Feb  5 10:00:0${i} host1 sshd[12${i}]: Failed password for root from 10.0.0.${i}`).join('\n'), { name: 'auth.log', rows: 5, columns: { host: ['categorical', 'host1'], program: ['categorical', 'sshd'], process: ['integer', 120, 121], message: ['categorical', 'Failed password for root from 10.0.0.0'] } }],
  ['syslog as of 2009', '<34>1 2024-02-05T22:14:15.003Z host su - ID47 - failed for x\n<165>1 2024-02-05T22:14:16.003Z host app 77 - [a b="c"] on\n', { name: 'syslog', rows: 2, columns: { time: ['datetime', day('2024-02-05T22:14:15.003Z')], program: ['categorical', 'su', 'app'], process: ['integer', null, 77], message: ['categorical', 'failed for x', 'on'] } }],
  ['dictionaries of Python', "{'a': 1, 'b': None, 'c': 'it\\'s'}\n{'a': 2, 'b': True, 'c': \"x\"}\n", { name: 'a.jsonl', rows: 2, columns: { a: ['integer', 1, 2], c: ['categorical', "it's", 'x'] } }],
  ['JSON5', "// of March\n[\n  {a: 1, b: 'x',}, // one\n  {a: .5, b: 'y'},\n]\n", { name: 'a.json', rows: 2, columns: { a: ['numeric', 1, 0.5], b: ['categorical', 'x', 'y'] } }],
  ['JSON5 that is broken', "[\n  {a: 1, b: 'x'},\n  {a: 2 b: 'y'},\n]\n", { name: 'a.json5', refused: /comma or }.*line 3/ }],
  ['YAML', '- a: 1\n  b: x\n- a: 2\n  b: y\n', { name: 'a.yaml', refused: /YAML.*json\.dump/ }],
  ['two bars between cells', 'a||b||c\n1||x y||2.5\n2||z||3.5\n', { columns: { a: ['integer', 1, 2], b: ['categorical', 'x y', 'z'], c: ['numeric', 2.5, 3.5] } }],
  ['a dump of a database', '-- MySQL dump 10.13  Distrib 8.0.36\n--\nCREATE TABLE `a` (`b` int);\nINSERT INTO `a` VALUES (1),(2);\n', { name: 'a.sql', refused: /dump of a database.*sqlite3/ }],
];

describe('lines', () => {
  test.each(cases)('%s', (_, text, wanted) => checkCase(text, wanted));
});
