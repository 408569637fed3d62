// Answers where there is no network, and only there: with one's next tasks as the service gave
// them to be kept (no names, phones, homes), and with a page that says there is no network.
// Nothing else is kept but the styles and pictures of these two.

const PLAIN = "plain", MINE = "mine";
const OFFLINE = "/offline", TO_KEEP = "/me/orders-to-keep";
const FILES = /(?:href|src)="(\/(?:bootstrap\/)?static\/[^"]+)"/g;

async function keep(name, path) {
  const answer = await fetch(path, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return caches.delete(name);
  const html = await answer.clone().text();
  const files = [...html.matchAll(FILES)].map((found) => found[1].replaceAll("&amp;", "&"));
  await caches.delete(name);  // also the styles of an earlier version
  const cache = await caches.open(name);
  await cache.put(path, answer);
  await cache.addAll(files);
}

async function kept() {
  const mine = await caches.match(TO_KEEP);
  if (mine && Number(mine.headers.get("Keep-Until")) * 1000 > Date.now()) return mine;
  await caches.delete(MINE);
  return (await caches.match(OFFLINE)) ?? Response.error();
}

async function opened(request) {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return kept();
  }
  // Whoever is asked to sign in is signed in no more.
  if (answer.redirected && new URL(answer.url).pathname === "/sign-in") await caches.delete(MINE);
  return answer;
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep(PLAIN, OFFLINE));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data === "keep") event.waitUntil(Promise.all([keep(PLAIN, OFFLINE), keep(MINE, TO_KEEP)]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event, path = new URL(request.url).pathname;
  if (path === "/sign-out") {
    event.waitUntil(caches.delete(MINE));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(opened(request));
  } else if (/^\/(bootstrap\/)?static\//.test(path)) {
    event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
  }
});
