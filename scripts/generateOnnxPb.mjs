// Regenerates src/core/onnx/onnx_pb.ts from scripts/onnx/onnx.proto (ONNX 1.12, IR 8, Apache-2.0).
// Needs protoc (apt-get install protobuf-compiler, or brew install protobuf). Run: node scripts/generateOnnxPb.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'src/core/onnx/onnx_pb.ts');
const header = `// Copyright (c) ONNX Project Contributors
// SPDX-License-Identifier: Apache-2.0
//
// Generated from scripts/onnx/onnx.proto by scripts/generateOnnxPb.mjs. Do not edit.
`;

const out = mkdtempSync(join(tmpdir(), 'onnx-pb-'));
try {
  execFileSync(
    'protoc',
    [
      `--plugin=protoc-gen-es=${join(root, 'node_modules/.bin/protoc-gen-es')}`,
      `--proto_path=${join(root, 'scripts/onnx')}`,
      `--es_out=${out}`,
      '--es_opt=target=ts',
      'onnx.proto',
    ],
    { stdio: 'inherit' },
  );
  writeFileSync(target, header + readFileSync(join(out, 'onnx_pb.ts'), 'utf8'));
} finally {
  rmSync(out, { recursive: true });
}
