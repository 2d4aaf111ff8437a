// Reads codes with the camera into an input. A hand scanner types into the same input and ends with Enter; where there
// is no camera or no permission, typing remains. The reader and its WebAssembly come from our own server.
(() => {
  const EVERY = 150; // ms between two looks
  const running = new WeakMap();
  let library = null;

  function load(block) {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = block.dataset.scanLibrary;
      script.onload = () => resolve(window.ZXingWASM);
      script.onerror = reject;
      document.head.append(script);
    }).then((zxing) => {
      zxing.prepareZXingModule({ overrides: { locateFile: () => block.dataset.scanWasm } });
      return zxing;
    });
    return library;
  }

  const part = (block, name) => block.querySelector(`[data-scan-${name}]`);

  function show(block, open) {
    part(block, "finder").hidden = !open;
    part(block, "start").hidden = open;
    part(block, "stop").hidden = !open;
  }

  function say(block, what) {
    const line = part(block, "say");
    line.textContent = line.dataset[what];
  }

  function stop(block) {
    const session = running.get(block);
    running.delete(block);
    session?.stream.getTracks().forEach((track) => track.stop());
    show(block, false);
  }

  function found(block, text) {
    stop(block);
    say(block, "found");
    navigator.vibrate?.(80);
    const input = part(block, "input");
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new CustomEvent("scan:found", { bubbles: true, detail: text }));
    if (block.dataset.scanSubmit === "true") input.form?.requestSubmit();
  }

  function frame(video) {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(video, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  }

  async function look(block, zxing) {
    const session = running.get(block);
    if (!session) return;
    const video = part(block, "video");
    if (video.videoWidth) {
      const codes = await zxing.readBarcodes(frame(video), { formats: ["QRCode", "DataMatrix", "Code128"], tryHarder: true, maxNumberOfSymbols: 1 });
      const text = codes.find((code) => code.isValid)?.text;
      if (text && running.get(block) === session) return found(block, text);
    }
    window.setTimeout(() => look(block, zxing), EVERY);
  }

  async function start(block) {
    try {
      const [zxing, stream] = await Promise.all([
        load(block),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } }),
      ]);
      running.set(block, { stream });
      const video = part(block, "video");
      video.srcObject = stream;
      show(block, true);
      say(block, "searching");
      await video.play();
      look(block, zxing);
    } catch {
      stop(block);
      say(block, "blocked");
      part(block, "input").focus();
    }
  }

  document.addEventListener("click", (event) => {
    const block = event.target.closest("[data-scan]");
    if (block && event.target.closest("[data-scan-start]")) start(block);
    if (block && event.target.closest("[data-scan-stop]")) stop(block);
  });
  window.addEventListener("pagehide", () => document.querySelectorAll("[data-scan]").forEach(stop));
})();
