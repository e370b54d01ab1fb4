// A server that speaks HTTP/2 alone, without TLS; argument: the port.
require("node:http2").createServer((_, response) => response.end("<Response/>")).listen(Number(process.argv[2]), "127.0.0.1");
