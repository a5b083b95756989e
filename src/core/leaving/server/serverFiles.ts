/** The files beside the model that answer it over HTTP, on a machine or in a container. */
import type { LeavingModel } from '../leavingModel';
// oxlint-disable-next-line import/default -- its text
import program from './server.mjs?raw';

const runtime = '1.30.0';

const dockerfile = `FROM node:22-slim
WORKDIR /app
COPY package.json ./
RUN npm install --omit=dev --no-audit --no-fund
COPY server.mjs model.json model.onnx ./
USER node
ENV PORT=8080
EXPOSE 8080
HEALTHCHECK CMD node -e "fetch('http://127.0.0.1:8080/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "server.mjs"]
`;

const packageJson = `${JSON.stringify(
  {
    name: 'model-server',
    private: true,
    type: 'module',
    engines: { node: '>=20' },
    scripts: { start: 'node server.mjs' },
    dependencies: { 'onnxruntime-node': runtime },
  },
  null,
  2,
)}
`;

function readme({ name, version, rows, inputs, columns }: LeavingModel): string {
  const body =
    columns.length > 0
      ? JSON.stringify({ rows: [rows[0] ?? {}] })
      : `{"inputs": {${inputs.map((input) => `"${input.name}": [...]`).join(', ')}}}`;
  return `# ${name}, version ${version}, over HTTP

In a container:

    docker build -t model .
    docker run -p 8080:8080 model

Without one (Node 20 or newer):

    npm install
    npm start

Ask it:

    curl -H 'content-type: application/json' -d '${body.replaceAll("'", "'\\''")}' http://localhost:8080/predict

GET /health answers while the program runs, /ready once the model is open, /metrics what Prometheus reads, /model what it takes.
The settings are environment variables, told at the top of server.mjs. There is no login: put it behind something that has one.
`;
}

export const serverFiles = (model: LeavingModel): { name: string; text: string }[] => [
  { name: 'server.mjs', text: program },
  { name: 'package.json', text: packageJson },
  { name: 'Dockerfile', text: dockerfile },
  { name: 'README.md', text: readme(model) },
  { name: 'model.json', text: `${JSON.stringify(model, null, 2)}\n` },
];
