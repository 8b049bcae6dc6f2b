cat >requests.log <<END
/index.html 200 1520
/favicon.ico 404 210
/tutorial.html 200 4810
/missing.html 404 190
END
