export default function ManyImages() {
  return null;
}
