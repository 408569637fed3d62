// On the member's own pages: the browser is asked to keep the next tasks for where there is no
// network (service_worker.js). Without this script nothing is kept.

if ("serviceWorker" in navigator) {
  await navigator.serviceWorker.register("/service-worker");
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage("keep");
}
