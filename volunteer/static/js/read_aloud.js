// In the elder version a button reads the page aloud with the voice of the device.
const main = document.querySelector("main");
const button = document.querySelector(".read-aloud");

if (main && button && "speechSynthesis" in window) {
  button.hidden = false;
  const words = { start: button.dataset.start, stop: button.dataset.stop };
  const label = button.querySelector("span");
  const show = (reading) => {
    label.textContent = reading ? words.stop : words.start;
    button.setAttribute("aria-pressed", String(reading));
  };
  button.addEventListener("click", () => {
    const reading = button.getAttribute("aria-pressed") === "true";
    speechSynthesis.cancel();
    show(!reading);
    if (reading) return;
    const speech = new SpeechSynthesisUtterance(main.innerText.replace(button.innerText, ""));
    speech.lang = document.documentElement.lang;
    speech.rate = 0.85;
    speech.addEventListener("end", () => show(false));
    speechSynthesis.speak(speech);
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}
