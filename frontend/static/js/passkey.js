// Passkeys: ask the server what to ask for, let the browser ask the person, send the answer along with the form.
// A form with data-passkey="get" (show one) or "create" (make one) stays hidden where the browser knows none.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list) => list?.map((one) => ({ ...one, id: toBytes(one.id) }));

// WebAuthn's JSON (Level 3, section 5.1) by hand: browsers read and write it themselves only since 2024.
function readOptions({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  if (publicKey.allowCredentials) options.allowCredentials = known(publicKey.allowCredentials);
  if (publicKey.excludeCredentials) options.excludeCredentials = known(publicKey.excludeCredentials);
  return { publicKey: options };
}

function writeCredential({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]);
  return JSON.stringify({ id, rawId: toText(rawId), type, response: Object.fromEntries(given) });
}

async function askFor(form) {
  const body = new FormData(form);
  body.set("options", "yes");
  const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const options = readOptions(await answer.json());
  return form.dataset.passkey === "create"
    ? navigator.credentials.create(options)
    : navigator.credentials.get(options);
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const failed = form.querySelector("[data-failed]");
  form.hidden = false;
  for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    form.ariaBusy = "true";
    try {
      form.elements.credential.value = writeCredential(await askFor(form));
      form.submit();
    } catch {
      failed.hidden = false; // the person said no, or the device has none: the browser does not tell which
    }
    form.ariaBusy = "false";
  });
}
