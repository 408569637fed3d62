// What changes by itself on a page, a code above all: when its seconds are over, the page is
// asked again and the part put in place. Without this script there is a link that does the same.

const SOON = 10;
let timer;

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(renew, (seconds + 0.3) * 1000);
}

async function renew() {
  if (document.hidden) return;  // asked again when somebody looks
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-fresh]")) {
      const part = page.getElementById(old.id);
      if (part) old.replaceWith(document.adoptNode(part));
    }
    start();
  } catch {
    wait(SOON);
  }
}

function start() {
  const part = document.querySelector("[data-fresh]");
  if (part) wait(Number(part.dataset.fresh) || SOON);
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
start();
