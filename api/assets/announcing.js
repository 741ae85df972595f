// What a screen reader is told of without moving the focus.

/** Say `text` politely. The same text is said again when it is announced again. */
export function announce(text) {
  const place = document.getElementById("announcer");
  if (place) place.textContent = text ?? "";
}
