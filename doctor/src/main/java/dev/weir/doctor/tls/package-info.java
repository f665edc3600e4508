/** TLS handshakes that record instead of refusing: what the server showed, and what is wrong with it. */
package dev.weir.doctor.tls;
