/** Static files over HTTP/1.1, enough for curl and a browser: {@link dev.weir.cli.http.StaticFiles} is the way in. */
package dev.weir.cli.http;
