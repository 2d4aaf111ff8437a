// After enrolling: keeps the token on this telephone and says at once whether it works and how its clock stands.
(() => {
  const NAME = "phaodai.device";
  const block = document.querySelector("[data-device-token]");
  if (!block) return;
  const line = block.querySelector("[data-device-say]");
  const say = (what) => { line.textContent = line.dataset[what]; };

  // ISO with milliseconds in UTC: our clock as it stands when the request leaves.
  const headers = (token) => ({ Authorization: `Bearer ${token}`, "X-Client-Time": new Date().toISOString(), "X-Client-App": "web" });

  async function check(token) {
    say("checking");
    try {
      const answer = await fetch(block.dataset.me, { headers: headers(token), credentials: "omit" });
      if (!answer.ok) return say("bad");
      const me = await answer.json();
      say(me.clock.standing === "good" ? "good" : "off");
    } catch {
      say("bad");
    }
  }

  const token = block.dataset.deviceToken;
  try {
    localStorage.setItem(NAME, token);
  } catch {
    // A private window keeps nothing; the token is still shown below.
  }
  check(token);
})();
