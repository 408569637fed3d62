// One tap shows the number and calls it. Without this, the tap shows it and the next one calls.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.closest("[data-calls]")) return;
  event.preventDefault();
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  } catch {
    form.submit();
    return;
  }
  if (answer.redirected) { location.assign(answer.url); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const sheet of page.querySelectorAll("link[href*='contact.css']")) document.head.append(sheet);
  const main = page.querySelector("main");
  document.querySelector("main").replaceWith(main);
  document.title = page.title;
  scrollTo(0, 0);
  const call = main.querySelector("[data-call]");
  call?.focus();
  if (matchMedia("(pointer: coarse)").matches) call?.click();
});
