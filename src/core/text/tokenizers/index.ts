export { bytePair } from './bytePair';
export { character } from './character';
export { word } from './word';
export { wordPiece } from './wordPiece';
