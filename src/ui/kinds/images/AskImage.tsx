export default function AskImage() {
  return null;
}
