// Sends a form as it stands and gives back the JSON of the answer; throws when it was refused or nobody answered.
export async function send(form, button) {
  const response = await fetch(form.action, {
    method: "POST", body: new FormData(form, button), headers: { Accept: "application/json" }, redirect: "error",
  });
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).detail ?? "");
  return response.json();
}
