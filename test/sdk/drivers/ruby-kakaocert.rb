# Drives the unmodified official gem, as a program of its own: one JSON line {method, args} in, one out, {success} or
# {error}. `ruby ruby-kakaocert.rb <folder of the unpacked gems>`, kakaocert and linkhub, each with its lib/. No address is
# set anywhere: it runs under `kakaocert-simulator exec`.

require 'json'

Dir.glob(File.join(ARGV.fetch(0), '**', 'lib')).sort.each { |folder| $LOAD_PATH.unshift(folder) }
require 'kakaocert'

service = KakaocertService.instance(ENV.fetch('KAKAOCERT_LINK_ID'), ENV.fetch('KAKAOCERT_SECRET_KEY'))

$stdout.sync = true
say = ->(line) { puts JSON.generate(line) }

say.call({ ready: ENV.fetch('KAKAOCERT_SIM_URL') })
$stdin.each_line do |line|
  call = JSON.parse(line)
  method, args = call.values_at('method', 'args')
  # The gem has no parameter for App-to-App: its users put the member into the request.
  args[1]['isAppUseYN'] = args.pop if args[1].is_a?(Hash) && args.length > 2
  begin
    answer = service.public_send(method, *args)
    say.call({ success: answer.is_a?(Hash) ? answer : { value: answer } })
  rescue KakaocertException, LinkhubException => e
    say.call({ error: { code: e.code, message: e.message } })
  end
end
